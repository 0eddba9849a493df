"""The accounting firm: one action over every company of a tree, and one workbook that shows them all.

`company` finds the workbooks and does the action to one of them, wherever it runs; `engines` bring the work there,
`consolidated` shows all the answers, `firm` holds it together.
"""
