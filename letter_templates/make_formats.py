"""Writes the `cldr.json` of each language's folder anew from Babel, which a user's machine need not have.

    python letter_templates/make_formats.py

Months, names of countries and of languages, marks, and the order of an amount's or a date's parts are Unicode's CLDR.
The same bytes come out each time; a test holds the files to the Babel of the workshop.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from babel import Locale

from relance_xl.documents.languages.language import FOLDER
from relance_xl.domain.wording import folded

REGIONS = {"en": "en_GB"}
"""Where CLDR's default is not the country that most letters go to."""
FRENCH_PARTS = frozenset({"GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF"})
"""La Poste serves them, and reads French."""
CODE = r"[A-Z]{2}"
GAP = "\u00a0"
_SPACES = re.compile(r"[ \u202f]")
_DATE = re.compile(r"'([^']*)'|d+|M+|y+|[^'dMy]+")


def formats(code: str) -> dict[str, Any]:
    """What the file of a language holds."""
    locale = Locale.parse(REGIONS.get(code, code))
    marks = locale.number_symbols["latn"]
    money = locale.currency_formats["standard"].pattern
    made = {
        "names": sorted({str(locale.get_language_name()), str(locale.get_language_name("en"))}),
        "decimal": marks["decimal"],
        "group": marks["group"],
        "money": _kept_together(money.replace("¤", "{sign}").replace("#,##0.00", "{amount}")),
        "money_by_code": _kept_together(
            re.sub(r"¤[\s\u202f]*", "{sign} ", money).replace("#,##0.00", "{amount}").strip()
        ),
        "rate": _kept_together(locale.percent_formats[None].pattern.replace("#,##0", "{}")),
        "short_date": _date(locale.date_formats["short"].pattern, "{day:02d}", "{month:02d}"),
        "long_date": _date(locale.date_formats["long"].pattern, "{day}", "{name}"),
        "and": locale.list_patterns["standard"]["2"].replace("{0}", "").replace("{1}", ""),
        "zero_is_singular": locale.plural_form(0) == "one",
        "months": [locale.months["format"]["wide"][month] for month in range(1, 13)],
        "countries": {
            each: name
            for each, name in sorted(locale.territories.items())
            if re.fullmatch(CODE, each) and each not in FRENCH_PARTS
        },
    }
    if code == "fr":
        made["languages"] = {folded(name): each for each, name in sorted(locale.languages.items()) if len(each) == 2}
    return made


def _date(pattern: str, day: str, month: str) -> str:
    """CLDR's order and marks; the year always whole."""
    parts = {"d": day, "M": month, "y": "{year:04d}" if "02d" in day else "{year}"}
    return _kept_together("".join(parts.get(found[0][0], found[1] or found[0]) for found in _DATE.finditer(pattern)))


def _kept_together(pattern: str) -> str:
    return _SPACES.sub(GAP, pattern)


def written(code: str) -> str:
    """The text of the file."""
    return json.dumps(formats(code), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write them all: one for each folder that says something."""
    for folder in sorted(path.parent for path in Path(FOLDER).glob("*/__init__.py")):
        (folder / "cldr.json").write_text(written(folder.name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
