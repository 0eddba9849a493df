"""The quick sandbox prints what Jinja's own prints, and hides what it hides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jinja2 import StrictUndefined, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from relance_xl.documents.languages.choice import FRENCH
from relance_xl.documents.sandbox.environment import letter_environment, letter_filters, printing
from relance_xl.documents.sandbox.quick_environment import QUICK_ATTRIBUTES

VALUES: list[Any] = [
    "Dupont", "Dupont & Fils <SARL> « L'Œuvre » \"x\"", "a\x0bb\r\nc\ufffe", "", None, True, False, 3, -2,
    Decimal("1234.5"), date(2026, 3, 15), Markup("<w:br/>"), ["a", "<b>"], {"nom": "A & B"}, 1.5, "l'\x00été",
]  # fmt: skip
SOURCES = [
    "{{ v }}", "[{{ v }}|{{ v }}]", "{{ v if v else 'rien & < 2' }}", "{% set w = v %}{{ w }}",
    "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(v) }}", "{% for x in [v, v] %}{{ x }};{% endfor %}",
    "{{ d.v }} {{ d['v'] }} {{ d.items()|list|length }} {{ d.get('v') }}", "{{ v ~ v }}", "{{ 'R&D' }}{{ 2 * 3 }}",
    "{% filter upper %}{{ v }}{% endfilter %}", "{% autoescape false %}{{ v }}{% endautoescape %}",
]  # fmt: skip


def jinja_s_own() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=printing(FRENCH))
    environment.filters.update(letter_filters())
    return environment


@pytest.mark.parametrize("source", SOURCES)
def test_values_print_as_with_jinja_s_own_environment(source: str) -> None:
    quick, own = (environment.from_string(source) for environment in (letter_environment(), jinja_s_own()))

    for value in VALUES:
        given = {"v": value, "d": {"v": value}}
        assert quick.render(given) == own.render(given)


@pytest.mark.parametrize("source", ["{{ inconnu }}", "{{ client.sodle }}", "{{ client.nom.x }}", "{{ client['x'] }}"])
def test_a_field_that_is_not_there_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        letter_environment().from_string(source).render(client={"nom": "A"})


@pytest.mark.parametrize(
    "source",
    [
        "{{ client.__class__ }}",
        "{{ client.nom.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ client.clear.__self__ }}",
    ],
)
def test_nothing_of_python_is_within_reach(source: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        letter_environment().from_string(source).render(client={"nom": "A"})


def test_a_field_named_as_a_method_of_dictionaries_means_the_method_as_in_jinja() -> None:
    source = "{{ d.keys()|list|join(',') }}"

    assert letter_environment().from_string(source).render(d={"keys": 1, "a": 2}) == "keys,a"


def test_the_environment_has_few_enough_attributes_to_be_quick() -> None:
    assert len(vars(letter_environment())) <= QUICK_ATTRIBUTES
