"""No template exhausts the program, and none changes the data: a runaway one is refused in a moment, in French."""

from __future__ import annotations

import resource
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, TemplateSyntaxError

from relance_xl.documents.check_templates import check_template
from relance_xl.documents.sandbox import limits
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.documents.sandbox.limits import Refusal
from tests.documents.templates_made import with_paragraphs

MEGABYTES = 300
SECONDS = 10

RUNAWAYS = [
    "{{ 'a' * 10**9 }}",
    "{{ 10**9 * 'a' }}",
    "{{ [0] * 10**9 }}",
    "{{ [[]] * 10**9 }}",
    "{{ 10 ** (10 ** 8) }}",
    "{{ (2**4000) * (2**4000) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%*d' % (10**9, 1) }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ 'a'.ljust(10**9) }}",
    "{{ 'a'.replace('a', 'b') }}",
    "{{ (1).to_bytes(10**9, 'big') }}",
    "{{ (('a' * 50000)|list|join('a' * 50000))|length }}",
    "{{ ('a' * 90000)|replace('a', 'b' * 90000)|length }}",
    "{{ 1.5|round(10**9, 'ceil') }}",
    "{{ range(10**9)|list }}",
    "{% for i in range(999) %}{% for j in range(999) %}x{% endfor %}{% endfor %}",
    "{% for i in range(999) %}{% for j in range(100) %}" + "un paragraphe " * 400 + "{% endfor %}{% endfor %}",
    "{% set x = 'a' * 90000 %}{% for i in range(999) %}{% for j in range(99) %}{{ x }}{% endfor %}{% endfor %}",
    "{% set n = namespace(x='a' * 99) %}{% for i in range(40) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x|length }}",
    "{% set n = namespace(x='a' * 99) %}{% for i in range(40) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x|length }}",
    "{% set n = namespace(x='a') %}{% for i in range(40) %}{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for i in range(40) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x=(1,)) %}{% for i in range(40) %}{% set n.x = {'a': n.x, 'b': n.x} %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x=1) %}{% for i in range(40) %}{% set n.x = namespace(a=n.x, b=n.x) %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x=1) %}{% for i in range(40) %}{% set n.x = namespace(a=n.x, b=n) %}{% endfor %}{{ n ~ '' }}",
    "{% set n = namespace(x=1) %}{% for i in [1] * 40 %}{% set n.x = namespace(a=n.x) %}{% endfor %}{{ [n.x]|string }}",
    "{% macro f(x) %}{{ x }}{{ x }}{% endmacro %}{{ " + "f(" * 30 + "'a'" + ")" * 30 + " }}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}",
    "{% for i in range(999) %}{% set x = range(999)|list|sort|list|sum %}{% endfor %}",
    "{% set x = ('a ' * 40000).split(' ') %}{{ x|length }}",
]


TWICE_FOR = "{% for i in range(999) %}{% for j in range(90) %}"
TEXT, NUMBERS = "{% set s = 'a b ' * 24000 %}", "{% set s = (range(1000)|list) * 90 %}"
SLOW = [
    TEXT + TWICE_FOR + "{% set x = s.title() %}{% endfor %}{% endfor %}",
    TEXT + TWICE_FOR + "{% if 'ab' in s %}{% endif %}{% endfor %}{% endfor %}",
    TEXT + TWICE_FOR + "{% set x = s.rsplit('ab') %}{% endfor %}{% endfor %}",
    NUMBERS + TWICE_FOR + "{% set x = s[1:] %}{% endfor %}{% endfor %}",
    NUMBERS + TWICE_FOR + "{% if 'x' in s %}{% endif %}{% endfor %}{% endfor %}",
    NUMBERS + TWICE_FOR + "{{ s.count(5) }}{% endfor %}{% endfor %}",
    NUMBERS + "{% for i in s %}{% if 'x' in s %}{% endif %}{% endfor %}",
    "{% set n = namespace(l=[]) %}" + TWICE_FOR + "{% set n.l = [n.l] %}{% endfor %}{% endfor %}",
    "{% set s = 'a' * 9000 %}{% macro f() %}{{ varargs|length }}{% endmacro %}"
    + TWICE_FOR
    + "{{ f(*s) }}{% endfor %}{% endfor %}",
]


@pytest.mark.parametrize("source", SLOW)
def test_n77_what_is_slow_at_each_turn_is_refused_by_time(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """N-77: operators and methods whose cost is that of what they are given, within the steps of a template."""
    monkeypatch.setattr(limits, "SECONDS", 0.05)
    start = time.process_time()

    with pytest.raises(Refusal, match="n'en finissent pas"):
        rendered(source)

    assert time.process_time() - start < 1


def test_n77_time_is_that_of_the_processor_and_each_letter_has_the_whole_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """N-77"""
    monkeypatch.setattr(limits, "SECONDS", 0.05)
    template = letter_environment().from_string("{% for i in range(60) %}{{ wait() }}{% endfor %}")

    def wait() -> str:
        time.sleep(0.001)
        return "x"

    assert template.render(wait=wait) == template.render(wait=wait) == "x" * 60


def test_n77_filters_that_take_a_text_apart_cost_what_they_take() -> None:
    """N-77"""
    with pytest.raises(Refusal, match="n'en finissent pas"):
        rendered("{{ (['a b ' * 20000] * 1000)|map('title')|list|length }}")
    assert rendered("{{ ('9' * 90000)|telephone|length }}") == "90000"


def rendered(source: str, **given: Any) -> str:
    return letter_environment().from_string(source).render(**given)


@pytest.mark.parametrize("source", RUNAWAYS)
def test_a_runaway_template_is_refused_in_a_moment(source: str) -> None:
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    with pytest.raises(Refusal) as refused:
        rendered(source)

    assert time.process_time() - start < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES * 1024
    assert refused.value.what[0].isupper() or refused.value.what[0] == "«"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ 'a' * 10**9 }}", "texte démesuré"),
        ("{% for i in range(999) %}{% for j in range(999) %}x{% endfor %}{% endfor %}", "n'en finissent pas"),
        ("{{ range(5000)|list|length }}", "« range » compte trop loin"),
        ("{{ client.nom|center(99) }}", "Le filtre « center » n'est pas permis"),
        ("{{ client.nom.replace('a', 'b') }}", "« client.nom.replace » n'est pas permis"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "s'appelle elle-même sans fin"),
        ("{% for a in client.adresse recursive %}{{ a }}{% endfor %}", "« recursive » n'est pas permise"),
        ("{% for i in [1] %}{{ loop }}{% endfor %}", "n'imprime pas une valeur"),
        ("{{ client.nom.upper }}", "n'imprime pas une valeur"),
        ("{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "trop imbriquées"),
        ("{{ " + "9" * 5000 + " }}", "nombre trop long"),
        ("{% if total %}" * 120 + "x" + "{% endif %}" * 120, "trop imbriquées"),
    ],
)
def test_the_check_says_it_in_french_with_the_paragraph(tmp_path: Path, source: str, said: str) -> None:
    [problem] = check_template(with_paragraphs(tmp_path, source))

    assert said in problem.what.replace("\u00a0", " ")
    assert problem.expected


@pytest.mark.parametrize(
    "source",
    [
        "{{ (client.adresse or ['']).pop(0) }}",
        "{{ client.adresse.append('x') }}",
        "{{ client.update({'nom': 'x'}) }}",
        "{{ client['clear']() }}",
        "{% for a in client.adresse %}{{ client.adresse.reverse() }}{% endfor %}",
    ],
)
def test_no_template_changes_the_data(source: str) -> None:
    client = {"nom": "Dupont", "adresse": ["1 rue A", "69000 Lyon"]}

    with pytest.raises(Refusal, match="n'est pas permis"):
        rendered(source, client=client)

    assert client == {"nom": "Dupont", "adresse": ["1 rue A", "69000 Lyon"]}


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ nom.upper() }} {{ nom.split(' ')[0] }} {{ nom.startswith('D') }}", "DUPONT SA Dupont oui"),
        ("{{ '%s, %s' % (nom, 2) }} {{ '%.2f'|format(1.5) }} {{ 7 % 4 }}", "Dupont SA, 2 1.50 3"),
        ("{{ 'ab' * 3 }}{{ [1] * 2 + [3] }} {{ 2 ** 10 }}", "ababab[1, 1, 3] 1024"),
        ("{{ lignes|sum(attribute='solde') }} {{ lignes|map(attribute='solde')|join(' ; ') }}", "4950 "),
        ("{% for l in lignes|sort(attribute='solde', reverse=true) %}{{ loop.index if loop.first }}{% endfor %}", "1"),
        ("{% macro m(x) %}[{{ x }}{{ caller() }}]{% endmacro %}{% call m(1) %}z{% endcall %}", "[1z]"),
        ("{% set x %}<b>{{ nom }}</b>{% endset %}{{ x ~ x }}", "<b>Dupont SA</b><b>Dupont SA</b>"),
        ("{% for a, b in {'x': 1}.items() %}{{ a }}{{ b }}{% endfor %}{% set c, d = 1, 2 %}{{ d }}", "x12"),
        ("{{ zut|default('sans') }}{{ long|upper|length }}", "sans30000"),
    ],
)
def test_what_a_letter_needs_is_left_in_peace(source: str, printed: str) -> None:
    lignes = [{"solde": number} for number in range(100)]

    assert rendered(source, nom="Dupont SA", lignes=lignes, long="é" * 30_000).startswith(printed)


def test_a_letter_of_five_thousand_lines_is_written_and_each_letter_has_the_whole_budget() -> None:
    row = "{{ ligne.solde }}" + "<w:tc/>" * 400
    source = f"{{% for total in totaux %}}{{% for ligne in total.lignes %}}{row}{{% endfor %}}{{% endfor %}}"
    template = letter_environment().from_string(source)
    totaux = [{"lignes": [{"solde": "12,50"}] * 5000}]

    for _ in range(5):
        assert template.render(totaux=totaux).count("12,50") == 5000


def test_a_template_called_in_a_loop_is_paid_by_the_one_that_calls_it() -> None:
    inner = DictLoader({"dedans": "{% for i in range(900) %}x{% endfor %}"})
    environment = letter_environment().overlay(loader=inner)
    source = "{% for i in range(900) %}{% include 'dedans' %}{% endfor %}"

    with pytest.raises(Refusal, match="n'en finissent pas"):
        environment.from_string(source).render()


def test_a_loop_that_calls_itself_is_no_template() -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered("{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}")


def test_a_message_in_plain_text_is_bounded_as_a_letter_is() -> None:
    environment = letter_environment()
    plain = environment.overlay(autoescape=False)

    assert plain.from_string("{{ nom }} {{ 3 }}").render(nom="A & B") == "A & B 3"
    with pytest.raises(Refusal):
        plain.from_string("{% for i in range(9) %}{{ cycler }}{% endfor %}").render()


@pytest.mark.parametrize("mark", ["{{ ", "{{r ", "{% ", "{# ", "{", "-%}", "{{ <", "{ {"])
def test_tags_left_open_by_the_hundred_are_said_in_a_moment(tmp_path: Path, mark: str) -> None:
    start = time.process_time()

    several = check_template(with_paragraphs(tmp_path, mark * 1000))
    [too_many] = check_template(with_paragraphs(tmp_path, mark * 20_000))

    assert time.process_time() - start < SECONDS
    assert any("Balise non fermée" in problem.what for problem in several)
    assert "contient trop de balises" in too_many.what


@pytest.mark.parametrize("given", ["'%Y' * 40000", "'%999999999Y'", "'%-0500d'", "format='%' ~ 900000000 ~ 'Y'"])
def test_n77_the_format_of_a_date_is_bounded_before_it_is_used(given: str) -> None:
    """N-77"""
    environment = letter_environment()

    with pytest.raises(Refusal, match="format de cette date"):
        environment.from_string(f"{{{{ date.strftime({given}) }}}}").render(date=date(2026, 3, 15))

    assert environment.from_string("{{ date.strftime('%d/%m/%y') }}").render(date=date(2026, 3, 15)) == "15/03/26"
