"""What is within a template's reach beside the fields: Jinja's filters that a letter can need, and a few methods.

The filters left out make texts as long as one asks (`center`, `indent`), reach the program (`attr`), or are made for
web pages (`tojson`, `urlize`); a method not named here is refused, and the message says which filter to use instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import wraps
from typing import Any

from jinja2 import pass_eval_context
from jinja2.filters import FILTERS, do_join, do_replace
from jinja2.nodes import EvalContext
from jinja2.runtime import LoopContext, Macro, TemplateReference
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import soft_str

from relance_xl.documents.sandbox.limits import (
    LONGEST_TEXT,
    Budget,
    Refusal,
    bounded_range,
    formatted,
    short,
    too_long,
)

Filter = Callable[..., Any]

_QUICK = ("count", "d", "default", "first", "last", "length")
"""The filters that cost nothing whatever they are given."""
_OF_TEXTS = (
    "abs", "capitalize", "e", "escape", "lower", "safe", "string", "trim", "truncate", "upper",
)  # fmt: skip
_OF_WORDS = ("float", "int", "title", "urlencode", "wordcount")
"""The filters of texts that take a text apart: half a second for a million characters."""
_OF_LISTS = (
    "dictsort", "groupby", "items", "list", "map", "max", "min", "reject", "rejectattr", "reverse", "select",
    "selectattr", "sort", "sum", "unique",
)  # fmt: skip
_MOST_DIGITS = 20

_TEXT = frozenset(
    {
        "capitalize", "casefold", "count", "endswith", "find", "isalnum", "isalpha", "isdecimal", "isdigit", "islower",
        "isspace", "isupper", "lower", "lstrip", "removeprefix", "removesuffix", "rfind", "rsplit", "rstrip", "split",
        "splitlines", "startswith", "strip", "swapcase", "title", "upper",
    }
)  # fmt: skip
_DAY = frozenset({"day", "isoformat", "isoweekday", "month", "strftime", "weekday", "year"})
METHODS: tuple[tuple[type, frozenset[str]], ...] = (
    (str, _TEXT),
    (date, _DAY),
    (timedelta, frozenset({"days"})),
    (dict, frozenset({"get", "items", "keys", "values"})),
    (list, frozenset({"count", "index"})),
    (tuple, frozenset({"count", "index"})),
)
"""The attributes of the fields' values that a template may use; none of them changes or multiplies anything."""

INSTEAD = {
    "center": "un paragraphe centré dans Word",
    "format": "le filtre montant, ou une date par date_courte",
    "indent": "un retrait de paragraphe dans Word",
    "join": "le filtre join : {{ client.adresse|join(', ') }}",
    "replace": "le filtre replace : {{ client.nom|replace('a', 'b') }}",
    "wordwrap": "un texte que Word coupe lui-même",
}
"""What to use in place of a method or a filter that is refused."""

_JINJA_S_OWN = (LoopContext, Namespace, Cycler, Joiner, Macro, TemplateReference)


def attribute_is_harmless(value: Any, attribute: str) -> bool:
    """Whether a template may use this attribute of a value."""
    if isinstance(value, _JINJA_S_OWN):
        return not attribute.startswith("_")
    return any(isinstance(value, kind) and attribute in names for kind, names in METHODS)


def plain_methods() -> frozenset[str]:
    """The attributes that may follow a field printed as a text, a number or a date."""
    return _TEXT | _DAY


def jinja_globals(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of the names that Jinja offers everywhere, those that cannot make much of little."""
    return {**{name: given[name] for name in ("cycler", "joiner", "namespace")}, "range": bounded_range}


def jinja_filters(budget: Budget) -> dict[str, Filter]:
    """Jinja's filters that a letter may use, what they are given and what they make paid from the budget."""
    own = {"format": _format, "join": _join, "replace": _replace, "round": _round}
    of_texts = {**{name: FILTERS[name] for name in _OF_TEXTS}, **own}
    return {
        **{name: FILTERS[name] for name in _QUICK},
        **{name: _paid(function, budget.printed_argument) for name, function in of_texts.items()},
        **{name: _paid(FILTERS[name], budget.studied_argument) for name in _OF_WORDS},
        **{name: _paid(FILTERS[name], budget.listed_argument) for name in _OF_LISTS},
    }


def _paid(function: Filter, argument: Callable[[Any], Any]) -> Filter:
    """The filter given what `argument` lets pass, its result of a reasonable size."""
    skipped = 1 if hasattr(function, "jinja_pass_arg") else 0

    @wraps(function)
    def paid(*given: Any, **named: Any) -> Any:
        values = (*given[:skipped], *map(argument, given[skipped:]))
        return short(function(*values, **{name: argument(value) for name, value in named.items()}))

    return paid


def _format(value: Any, *given: Any, **named: Any) -> Any:
    """`'%s - %s'|format(a, b)`, as Jinja's own."""
    return formatted(soft_str(value), named or given)


@pass_eval_context
def _join(context: EvalContext, value: Iterable[Any], between: str = "", attribute: str | int | None = None) -> str:
    values = list(value)
    if len(values) * len(str(between)) > LONGEST_TEXT:
        raise too_long()
    return do_join(context, values, between, attribute)  # type: ignore[no-any-return]


@pass_eval_context
def _replace(context: EvalContext, text: str, old: str, new: str, count: int | None = None) -> str:
    found = str(text).count(str(old))
    if found * len(str(new)) > LONGEST_TEXT:
        raise too_long()
    return do_replace(context, text, old, new, count)


def _round(value: Any, precision: int = 0, method: Any = "common") -> Any:
    if abs(precision) > _MOST_DIGITS:
        raise Refusal("« round » demande trop de chiffres", f"au plus {_MOST_DIGITS}")
    return FILTERS["round"](value, precision, method)
