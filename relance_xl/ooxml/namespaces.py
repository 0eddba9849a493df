"""The XML namespaces of Office Open XML, each stated here (ECMA-376, part 1, annex A; part 2, § 9.3)."""

from __future__ import annotations

PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
"""That of every list of relationships."""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""Before the kind, in the type of a relationship."""
R_ID = f"{{{OFFICE}}}id"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Before the name of an element or an attribute of Word's, as lxml writes it."""
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
"""Before the name of an element of an equation, as lxml writes it."""
USUAL = "http://schemas.openxmlformats.org/"
"""What those of the form that Word writes by default begin with."""
STRICT = "http://purl.oclc.org/ooxml/"
"""What those of the strict form begin with (part 1; the others are those of part 4)."""
