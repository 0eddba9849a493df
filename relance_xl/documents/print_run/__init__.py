"""The print run: the letters of one template in one Word document, each as its single file."""
