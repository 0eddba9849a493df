"""What is inside a Word document: fields, lists, tables, drawings, and the XML they are made of."""
