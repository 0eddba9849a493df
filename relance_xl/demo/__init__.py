"""The sample company: a full workbook's worth of data, and the run of every step on it."""
