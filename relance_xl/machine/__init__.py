"""What this computer is: its Python, its programs, its logs, its clock and its user."""
