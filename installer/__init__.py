"""What is put on an accountant's PC: an offline kit, a setup program for one user, an MSI for IT departments."""
