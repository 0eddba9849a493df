"""The tab « Relances » of Excel's ribbon: the sheets' buttons again, at hand from every sheet.

In the vocabulary of 2006, the one that other programs keep when they save the file.
"""

from __future__ import annotations

import string
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Final

from relance_xl.actions.catalogue.groups import GROUPS
from relance_xl.actions.catalogue.shape import Action
from relance_xl.domain.wording import folded, typeset
from workbook.buttons import PICTURES

NAMESPACE: Final = "http://schemas.microsoft.com/office/2006/01/customui"
CALLBACK: Final = "Relance_Ruban"
"""The one macro of the whole tab; a control's tag says which action."""


TAB_KEYS: Final = "RX"
"""After Alt: the keys of the tab; those of a button follow."""


def key_tips(shown: Sequence[Action]) -> dict[str, str]:
    """Two keys for each button, by action: the first letter of its caption and the first other one that is free."""
    taken: dict[str, str] = {}
    for button in shown:
        letters = [letter for letter in folded(button.caption).upper() if letter.isascii() and letter.isalnum()]
        pairs = (letters[0] + other for other in (*letters[1:], *string.digits))
        taken[next(pair for pair in pairs if pair not in taken)] = button.name
    return {name: keys for keys, name in taken.items()}


def document() -> str:
    """The customUI document."""
    root = ET.Element("customUI", xmlns=NAMESPACE)
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    tab = ET.SubElement(tabs, "tab", id="tabRelances", label="Relances", keytip=TAB_KEYS)
    keys = key_tips([button for shown in GROUPS.values() for button in shown])
    for number, (label, shown) in enumerate(GROUPS.items(), start=1):
        group = ET.SubElement(tab, "group", id=f"group{number}", label=label)
        for button in shown:
            ET.SubElement(group, "button", _attributes(button), keytip=keys[button.name])
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
