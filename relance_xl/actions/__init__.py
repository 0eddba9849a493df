"""What the buttons and the commands do: one module per room, one function per button.

An action gathers whole tables, asks the domain, writes whole tables.  It knows no spreadsheet (a `Book` is given) and
no clock (a `Run` is given).
"""
