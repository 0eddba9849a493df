"""The one table of actions: command line, buttons, ribbon, workbook, scenarios and tests all read it."""
