"""The tables of a closed workbook: read out of their sheets, their rows written anew, formulas kept."""
