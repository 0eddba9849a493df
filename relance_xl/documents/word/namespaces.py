"""The XML namespaces of Word documents, each stated here (ECMA-376, part 1, annex A; part 2, § 9.3)."""

from __future__ import annotations

from relance_xl.ooxml import relations

PACKAGE = relations.PACKAGE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Before the name of an element or an attribute of Word's, as lxml writes it."""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""Before the kind, in the type of a relationship."""
R_ID = f"{{{OFFICE}}}id"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
