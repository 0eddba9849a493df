"""Every message of the source: what it says, what it expects, which part of the program says it.

A message is what a `Problem` (an error, a warning, a refusal), a doubt or a finding of « diagnostic » is made of.  The
calls that make one are found in the source's trees; what stands in a parameter is followed to its callers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from docs.making.source import HOLE, Call, Scope, called, callers, calls, modules, texts, yielded
from relance_xl.domain.wording import typeset

_WORDS: Final = {"Doubt": "detail", "Finding": "says"}
"""The keyword that holds the sentence, where it is not `what`."""
_EXPECTED: Final = {"Finding": "remedy"}
_POSITIONAL: Final = re.compile(r"(?:DataError|UsageError|FileUnavailable|RelanceError|\w*Fault|Refusal)$")
"""What takes its sentence in the first place."""
_LETTERS: Final = 6
"""A text of fewer letters is no sentence: what it says comes from the caller."""
_HOPS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Message:
    """One message: its template, « … » for what comes in; what is expected, "" when it says it; the module."""

    what: str
    expected: str
    module: str
    kind: str


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A call that only passes on what was said elsewhere: its module and the expression."""

    module: str
    expression: str


@cache
def messages() -> tuple[Message, ...]:
    """Every message, each text once a module, in the order of the modules and the lines."""
    found: dict[tuple[str, str], Message] = {}
    for each in _all():
        if isinstance(each, Message):
            found.setdefault((each.what, each.module), each)
    known = "\n".join(f"{each.what}\n{each.expected}" for each in found.values())
    shapes = {_bare(each.what) for each in found.values()}
    for each in _of_tables():
        if each.what not in known and _bare(each.what) not in shapes:
            found.setdefault((each.what, each.module), each)
    return tuple(found.values())


def _bare(what: str) -> str:
    """The template without its quotation marks: a name that comes in with them, or without, makes one message."""
    return re.sub(r"(?:…[:.\s]?)+", HOLE, re.sub(r"[«»\s]+", " ", what)).replace(f" {HOLE}", HOLE)


_TOLD_ELSEWHERE: Final = re.compile(
    r"relance_xl/(?:documents/(?:judging/written|messages/(?:attachments|hazards)|pdf/\w+|sandbox/\w+"
    r"|templates/(?:blocks|errors|field_check|hazards|lint|mistakes))|ledgers/bank/(?:camt|camt_entries|cfonb|mt940|ofx|qif)"
    r"|ledgers/lists/(?:delimited|items|lines/cutting)|post/(?:imap|said|smtp|microsoft/signing_in)"
    r"|domain/(?:email_addresses|channels))\.py"
)
"""Modules whose sentences pass through tables, exceptions or lists of findings before they become a message."""
_SENTENCE: Final = re.compile(r"(?:⚠ )?(?:« ?\S|[A-ZÉÀÊ][\w'-]*[ \u00a0][a-zéèêàâç«…D{(])[^|]*\Z")
_NO_SENTENCE: Final = re.compile(
    r"Lecture |IMAGE|« (?:SMTP|Compte|E-mails|Se conn|Autoriser)|No |Missing |Content-|Access |Invalid |device "
    r"|.*(?:disabled|redirect|[a-z]/[A-Z])"
)


def _of_tables() -> Iterator[Message]:
    """The sentences of those modules that are written out, each with what stands after it in the same tuple."""
    for module in modules().values():
        scope = Scope(module=module)
        if _TOLD_ELSEWHERE.match(module.path):
            spent: set[str] = set()
            for node in ast.walk(module.tree):
                for what, expected in _written(node, scope):
                    if what not in spent:
                        spent |= {what, expected}
                        yield Message(what=what, expected=expected, module=module.path, kind="erreur")
        if module.path.startswith("relance_xl/ledgers/"):
            yield from (
                Message(what=f"… lignes (…) : {reason}", expected="", module=module.path, kind="avertissement")
                for node in ast.walk(module.tree)
                for reason in _reasons(node)
            )


def _written(node: ast.AST, scope: Scope) -> Iterator[tuple[str, str]]:
    """The sentence of a return, a yield, an assignment, an exception or a tuple, and what is expected instead."""
    match node:
        case ast.Tuple(elts=parts) | ast.Call(args=parts):
            pass
        case ast.Return(value=ast.expr() as value) | ast.Assign(value=value) | ast.Yield(value=ast.expr() as value):
            parts = [value]
        case _:
            return
    for rank, part in enumerate(parts):
        if isinstance(part, ast.Constant | ast.JoinedStr):
            for text in texts(part, scope):
                if _SENTENCE.match(text) and not _NO_SENTENCE.match(text) and len(re.findall(r"\w{2,}|…", text)) > 2:
                    after = parts[rank + 1] if rank + 1 < len(parts) else None
                    said = texts(after, scope)[0] if isinstance(after, ast.Constant | ast.JoinedStr) else ""
                    yield re.sub(r"\\1", HOLE, text.removesuffix(",").removeprefix("⚠ ")), _plain_expected(said)


def _plain_expected(said: str) -> str:
    return "" if said == HOLE else re.sub(r"\\1", HOLE, said)


def _reasons(node: ast.AST) -> Iterator[str]:
    """Why lines are left out: the text beside the list of them."""
    match node:
        case ast.Tuple(elts=[ast.Attribute() | ast.Name(), ast.Constant(value=str() as text)]):
            pass
        case ast.Call(args=[_, ast.Constant(value=str() as text)]) if called(node).strip("_").startswith("remark"):
            pass
        case _:
            return
    if len(re.findall(r"\w{2,}", text)) > 1 and text[0].islower() and " " in text:
        yield text


def passed_on() -> frozenset[PassedOn]:
    """The calls whose sentence no tree tells."""
    return frozenset(each for each in _all() if isinstance(each, PassedOn))


def _all() -> Iterator[Message | PassedOn]:
    for name, made in calls().items():
        for call in made:
            sentence = _sentence(name, call.node)
            if sentence is not None and isinstance(sentence, ast.expr):
                yield from _of_call(name, call, sentence)


def _sentence(name: str, node: ast.Call) -> ast.expr | None:
    for each in node.keywords:
        if each.arg == _WORDS.get(name, "what") and _is_maker(name):
            return each.value
    if _POSITIONAL.match(name) and node.args and not _makes(node.args[0]):
        return node.args[0]
    return None


def _is_maker(name: str) -> bool:
    return name[:1].isupper()


def _makes(node: ast.expr) -> bool:
    """Whether the argument is itself the making of messages, which is met on its own."""
    return any(isinstance(each, ast.Call) and called(each) == "Problem" for each in ast.walk(node))


def _of_call(name: str, call: Call, sentence: ast.expr) -> Iterator[Message | PassedOn]:
    expected = _keyword(call.node, _EXPECTED.get(name, "expected"))
    found = list(_told(sentence, expected, call.scope, _HOPS))
    for what, wanted in found:
        yield Message(
            what=what.strip(" ⚠"), expected=wanted, module=call.scope.module.path, kind=_kind(name, call.node)
        )
    if not found:
        yield PassedOn(call.scope.module.path, ast.unparse(sentence))


def _told(sentence: ast.expr, expected: ast.expr | None, scope: Scope, hops: int) -> Iterator[tuple[str, str]]:
    said = texts(sentence, scope)
    wanted = texts(expected, scope) if expected is not None else ("",)
    vague = not any(map(_is_sentence, said)) or wanted == (HOLE,)
    if vague and hops:
        inner = [pair for each in yielded(scope) for pair in _told(sentence, expected, each, 0)]
        inner += [pair for each in callers(scope) for pair in _followed(sentence, expected, each, hops - 1)]
        if inner:
            yield from dict.fromkeys(inner)
            return
    if isinstance(_plain(sentence), ast.Subscript) and len(said) == len(wanted):
        yield from zip(said, wanted, strict=True)
        return
    shown = " ou ".join(each for each in wanted if each != HOLE)
    yield from ((each, shown) for each in said if _is_sentence(each))


def _plain(node: ast.expr) -> ast.expr:
    """What is given to `typeset`, or the expression itself."""
    return node.args[0] if isinstance(node, ast.Call) and called(node) == "typeset" and node.args else node


def _followed(sentence: ast.expr, expected: ast.expr | None, scope: Scope, hops: int) -> Iterator[tuple[str, str]]:
    """The same, where a caller's own parameters are followed to its callers."""
    direct = list(_told(sentence, expected, scope, 0))
    if direct or not hops:
        yield from direct
        return
    homes = {id(there): there for _, there in scope.given.values() if there.function and not there.given}
    for home in homes.values():
        for outer in callers(home):
            given = {name: (value, outer if there is home else there) for name, (value, there) in scope.given.items()}
            yield from _followed(
                sentence, expected, Scope(module=scope.module, function=scope.function, given=given), hops - 1
            )


def _is_sentence(text: str) -> bool:
    if text.strip()[:1] in {"(", ":"}:
        return False  # what stands before is nothing in this case, and the message another one
    return sum(each.isalpha() for each in text) >= _LETTERS and any(each.isspace() for each in text.strip())


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in node.keywords if each.arg == name), None)


def _kind(name: str, node: ast.Call) -> str:
    if name == "Doubt":
        return "doute"
    if name == "Finding":
        return "constat"
    severity = _keyword(node, "severity")
    return "avertissement" if severity is not None and "WARNING" in ast.unparse(severity) else "erreur"


def shown(text: str) -> str:
    """The template with French spaces."""
    return typeset(text.strip().removesuffix("."))
