"""E-mail addresses: usable or not, and what the first column of Relances says."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from relance_xl.domain.email_addresses import Recipient, address_alert, mailed_as, recipients, usable_addresses


@pytest.mark.parametrize(
    "address",
    [
        "a@b.fr",
        "prenom.nom+relance@sous.domaine-exemple.com",
        "o'neil@exemple.fr",
        "compta@société.fr",
        "x_y@a1.museum",
        "COMPTA@DUPONT.FR",
        "a@weiß.de",
        "a@νίκος.gr",
        "a@фирма.рф",
        "a@xn--socit-esab.fr",
        f"{'a' * 64}@b.fr",
        f"a@{'b' * 63}.fr",
    ],
)
def test_s1_06_an_address_that_can_be_written_to(address: str) -> None:
    assert usable_addresses(address) == (address,)
    assert address_alert(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "a",
        "a@b",
        "@b.fr",
        "a@.fr",
        "a@b..fr",
        "a b@c.fr",
        "a@b.fr.",
        "a@@b.fr",
        ".a@b.fr",
        "a.@b.fr",
        "a..b@c.fr",
        "a@-b.fr",
        "a@b-.fr",
        "a@b.f",
        "a@b.12",
        "é@b.fr",
        "<a@b.fr>",
        "a@b_c.fr",
        f"{'a' * 250}@b.fr",
        f"{'a' * 65}@b.fr",
        f"a@{'b' * 64}.fr",
        f"a@{'é' * 63}.fr",
        f"a@{'b.' * 126}fr",
        f"{'a' * 64}@{'b.' * 100}fr",
        f"a@{'é.' * 90}fr",
        f"a@{'é.' * 60}fr",
        "compta@dupont.local",
        "compta@local.localhost",
        "x@exemple.test",
        "x@ab--cd.fr",
        "x@é-.fr",
        "x@xn--ab.fr",
        "x@xn--99999999.fr",
        "x@xn--socit-esab-.fr",
        "x@xn--É.fr",
        "x@\u0644\u0645.fr",
        "x@\u4e2d\u6587.fr",
        "x@ŉa.fr",
        "x@a\u200db.fr",
        "x@\ud800.fr",
        "x@a÷b.fr",
    ],
)
def test_s1_06_an_address_that_cannot_be_written_to_has_its_own_alert(address: str) -> None:
    assert usable_addresses(address) == ()
    assert address_alert(address).startswith("⚠ E-mail invalide\u00a0: «\u00a0")


@pytest.mark.parametrize("text", ["", "  ", " ; , "])
def test_s1_06_a_missing_address_is_flagged(text: str) -> None:
    assert address_alert(text) == "⚠ Aucune adresse e-mail"


def test_several_addresses_are_separated_and_only_the_valid_ones_are_used() -> None:
    assert usable_addresses("a@b.fr ; c@d.fr,e@f.fr\ng@h.fr") == ("a@b.fr", "c@d.fr", "e@f.fr", "g@h.fr")
    assert usable_addresses("a@b.fr; faux") == ("a@b.fr",)
    assert address_alert("a@b.fr; faux") == "⚠ E-mail invalide\u00a0: «\u00a0faux\u00a0»"


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("Anne Dupont <a@b.fr>", "Anne Dupont", "a@b.fr"),
        ('"Dupont, Anne" <a@b.fr>', "Dupont, Anne", "a@b.fr"),
        (r'"Anne \"Nan\" Dupont" <a@b.fr>', 'Anne "Nan" Dupont', "a@b.fr"),
        ("a@b.fr", "", "a@b.fr"),
    ],
)
def test_an_address_may_bear_a_name(written: str, name: str, address: str) -> None:
    assert recipients(written) == (Recipient(name, address),)
    assert usable_addresses(written) == ("a@b.fr",)


def test_a_name_that_would_forge_a_header_cannot_be_written_to() -> None:
    assert mailed_as(Recipient("Anne\rBcc: tous", "a@b.fr")) == ""


@pytest.mark.parametrize(
    ("written", "mailed"),
    [
        ("compta@Société.FR", "compta@xn--socit-esab.fr"),
        ("compta@socie\u0301te\u0301.fr", "compta@xn--socit-esab.fr"),
        ("a@weiß.de", "a@xn--wei-7ka.de"),
        ("Anne.D@B.fr", "Anne.D@b.fr"),
    ],
)
def test_s0_28_a_domain_is_mailed_in_its_ascii_form(written: str, mailed: str) -> None:
    assert mailed_as(Recipient("", written)) == mailed


_LABELS = st.text("abzAZ09-éèÉßœœΟςжҐ中ل.\u0301\u00b7", max_size=8)
_NAMED = st.sampled_from(["xn--socit-esab", "xn--ab", "local", "test", "fr", "рф"])
_DOMAINS = st.lists(_LABELS | _NAMED, min_size=1, max_size=4).map(".".join)
_LOCALS = st.text("aZ0.-_+'é \"<@", min_size=1, max_size=6) | st.integers(60, 68).map(lambda length: "a" * length)


@given(local=_LOCALS, domain=_DOMAINS | st.text(max_size=12).map(lambda text: f"{text}.fr"))
@example(local="compta", domain="dupont.local")
@example(local="x", domain="ab--cd.fr")
def test_s0_28_what_is_judged_usable_is_so_for_a_library_of_the_trade_in_the_same_form(local: str, domain: str) -> None:
    mailed = mailed_as(Recipient("", f"{local}@{domain}"))

    if mailed:
        checked = validate_email(f"{local}@{domain}", check_deliverability=False, allow_smtputf8=False)
        assert mailed == checked.ascii_email


@given(
    local=st.from_regex(r"[a-z]{1,9}([.+_-][a-z0-9]{1,9}){0,2}", fullmatch=True),
    domain=st.from_regex(r"([a-z0-9éèêçœß-]{1,9}\.){1,3}([a-z]{2,6}|local|test)", fullmatch=True),
)
def test_s1_06_the_addresses_of_our_alphabet_are_judged_as_that_library_judges_them(local: str, domain: str) -> None:
    try:
        taken = validate_email(f"{local}@{domain}", check_deliverability=False, allow_smtputf8=False).ascii_email
    except EmailNotValidError:
        taken = ""

    assert mailed_as(Recipient("", f"{local}@{domain}")) == taken
