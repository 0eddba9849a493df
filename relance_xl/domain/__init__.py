"""The rules of reminders: pure, exact, without a clock, a file or a spreadsheet."""
