"""The tab « Relances » of Excel's ribbon: the sheets' buttons again, at hand from every sheet.

In the vocabulary of 2006, the one that other programs keep when they save the file.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from relance_xl.actions.catalogue.groups import GROUPS
from relance_xl.actions.catalogue.shape import Action
from relance_xl.domain.wording import typeset
from workbook.buttons import PICTURES

NAMESPACE: Final = "http://schemas.microsoft.com/office/2006/01/customui"
CALLBACK: Final = "Relance_Ruban"
"""The one macro of the whole tab; a control's tag says which action."""


def document() -> str:
    """The customUI document."""
    root = ET.Element("customUI", xmlns=NAMESPACE)
    tab = ET.SubElement(ET.SubElement(ET.SubElement(root, "ribbon"), "tabs"), "tab", id="tabRelances", label="Relances")
    for number, (label, shown) in enumerate(GROUPS.items(), start=1):
        group = ET.SubElement(tab, "group", id=f"group{number}", label=label)
        for button in shown:
            ET.SubElement(group, "button", _attributes(button))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _attributes(button: Action) -> dict[str, str]:
    attributes = {
        "id": f"ribbon_{button.macro}",
        "label": button.caption,
        "screentip": button.title or button.caption,
        "supertip": typeset(button.sentence),
        "tag": button.name,
        "onAction": CALLBACK,
    }
    if button.name in PICTURES:
        return {**attributes, "size": "large", "imageMso": PICTURES[button.name]}
    return attributes
