"""The worksheets of a closed workbook: rows, cells, styles and colours, as XML."""
