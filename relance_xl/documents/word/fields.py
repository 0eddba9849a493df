"""The fields of a Word document (`NUMPAGES`, `REF total`…), simple or made of several runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from relance_xl.ooxml.namespaces import W

_FIRST_WORD = re.compile(r"\s*(\S+)")


@dataclass(slots=True)
class WordField:
    """One field.

    Attributes:
        simple: the `w:fldSimple`, None for a field made of runs.
        codes: the pieces of the code of a field made of runs.
        begin, separator, end: its marks; a field without a result has no separator.
        in_code: it stands in the code of another field, which reads it.
    """

    simple: etree._Element | None = None
    codes: list[etree._Element] = field(default_factory=list)
    begin: etree._Element | None = None
    separator: etree._Element | None = None
    end: etree._Element | None = None
    in_code: bool = False

    @property
    def code(self) -> str:
        """The code, its pieces joined."""
        if self.simple is not None:
            return self.simple.get(f"{W}instr", "")
        return "".join(piece.text or "" for piece in self.codes)

    @code.setter
    def code(self, text: str) -> None:
        if self.simple is not None:
            self.simple.set(f"{W}instr", text)
            return
        for piece in self.codes:
            piece.text = ""
        self.codes[0].text = text
        self.codes[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    @property
    def kind(self) -> str:
        """« NUMPAGES », « REF »…: the code's first word, in capitals."""
        found = _FIRST_WORD.match(self.code)
        return found[1].upper() if found else ""

    def renamed(self, kind: str) -> None:
        """Change the first word of the code."""
        self.code = _FIRST_WORD.sub(lambda found: found[0].replace(found[1], kind), self.code, count=1)

    def result(self) -> list[etree._Element]:
        """The runs that show the result; [] when they do not stand side by side."""
        if self.simple is not None:
            return list(self.simple)
        if self.separator is None or self.end is None:
            return []
        first, last = self.separator.getparent(), self.end.getparent()
        if first is None or last is None or first.getparent() is not last.getparent():
            return []
        runs = []
        run = first.getnext()
        while run is not None and run is not last:
            runs.append(run)
            run = run.getnext()
        return runs if run is not None else []


def fields_of(root: etree._Element) -> Iterator[WordField]:
    """The fields under an element, those inside another field first."""
    open_fields: list[WordField] = []
    for element in list(root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText")):
        if element.tag == f"{W}fldSimple":
            yield WordField(simple=element, in_code=_reads(open_fields))
        elif element.tag == f"{W}instrText":
            if open_fields and open_fields[-1].separator is None:
                open_fields[-1].codes.append(element)
        else:
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                open_fields.append(WordField(begin=element, in_code=_reads(open_fields)))
            elif open_fields and kind == "separate":
                open_fields[-1].separator = element
            elif open_fields and kind == "end":
                done = open_fields.pop()
                done.end = element
                if done.codes:
                    yield done


def _reads(open_fields: list[WordField]) -> bool:
    """Whether what follows stands in the code of one of these."""
    return any(each.separator is None for each in open_fields)
