"""The buttons in a small window of their own: no macro runs, and Excel starts no process (`fenetre`).

The same table of actions as the buttons and the command line; the workbook is reached where it stands: open in Excel,
open in LibreOffice, or closed.
"""
