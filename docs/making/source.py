"""The package's source as trees: who calls whom, what a name stands for, which texts an expression can give.

A text is a template: « … » stands where a figure, a name or a cell's words come in.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "relance_xl"
HOLE: Final = "…"
_DEPTH: Final = 7
_ALTERNATIVES: Final = 10
"""More texts than these in the place of one word are a word that comes in."""
_SAME: Final = frozenset({"typeset", "str", "sentence_of"})
"""Functions that give back the sentence that they are given."""
_TRIMS: Final = frozenset({"removesuffix", "removeprefix", "strip", "rstrip", "lstrip", "capitalize"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where an expression stands, and what the parameters of its function are there, each in its own scope."""

    module: Module
    function: ast.FunctionDef | None = None
    given: Mapping[str, tuple[ast.expr, Scope]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """One file of the package."""

    path: str
    tree: ast.Module
    constants: dict[str, ast.expr]
    imported: dict[str, tuple[str, str]]
    functions: dict[str, list[ast.FunctionDef]]
    calls: list[tuple[ast.Call, ast.FunctionDef | None]]


@dataclass(frozen=True, slots=True)
class Call:
    """A call, with the function that it stands in."""

    node: ast.Call
    scope: Scope


@cache
def modules() -> dict[str, Module]:
    """Every file of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[dotted] = _module(path)
    return found


def _module(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = Module(path.relative_to(ROOT).as_posix(), tree, {}, {}, {}, [])
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            module.constants[node.target.id] = node.value
        if isinstance(node, ast.Assign):
            module.constants.update({each.id: node.value for each in node.targets if isinstance(each, ast.Name)})
    _met_below(tree, None, module)
    return module


def _met_below(node: ast.AST, function: ast.FunctionDef | None, module: Module) -> None:
    """Note what matters below a node: imports, functions, calls with the function that they stand in."""
    for child in _below(node):
        inside = function
        match child:
            case ast.FunctionDef():
                module.functions.setdefault(child.name, []).append(child)
                inside = child
            case ast.Call():
                module.calls.append((child, function))
            case ast.ImportFrom(module=str() as source):
                module.imported.update({each.asname or each.name: (source, each.name) for each in child.names})
            case ast.ClassDef():
                module.constants.update({f"{child.name}.{name}": value for name, value in _members(child)})
        _met_below(child, inside, module)


def _below(node: ast.AST) -> Iterator[ast.AST]:
    """The children of a node; what `ast.iter_child_nodes` gives, in a fifth of the time."""
    for value in vars(node).values():
        if isinstance(value, list):
            yield from (each for each in value if isinstance(each, ast.AST))
        elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
            yield value


def _members(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for each in node.body:
        if isinstance(each, ast.Assign):
            yield from ((target.id, each.value) for target in each.targets if isinstance(target, ast.Name))


@cache
def calls() -> dict[str, list[Call]]:
    """Every call of the package by the name of what is called."""
    found: dict[str, list[Call]] = defaultdict(list)
    for module in modules().values():
        scopes: dict[int, Scope] = {}
        for node, function in module.calls:
            scope = scopes.setdefault(id(function), Scope(module=module, function=function))
            found[called(node)].append(Call(node, scope))
    return dict(found)


@cache
def _nodes(function: ast.FunctionDef) -> tuple[ast.AST, ...]:
    """Everything below the function, once and for all."""
    found: list[ast.AST] = [function]
    for node in found:
        found.extend(_below(node))
    return tuple(found)


def called(node: ast.Call) -> str:
    """The name of what is called, without what stands before its last point."""
    target = node.func
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def callers(scope: Scope) -> Iterator[Scope]:
    """The scope's function, once for each call of it, its parameters bound."""
    function = scope.function
    if function is None:
        return
    public = not function.name.startswith("_")
    for call in calls().get(function.name, ()):
        home = call.scope.module
        if home is scope.module or (public and (function.name in home.imported or _is_method(function))):
            yield Scope(module=scope.module, function=function, given=_bound(function, call))


def _is_method(function: ast.FunctionDef) -> bool:
    return bool(function.args.args) and function.args.args[0].arg == "self"


def _bound(function: ast.FunctionDef, call: Call) -> dict[str, tuple[ast.expr, Scope]]:
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    if names[:1] == ["self"] and isinstance(call.node.func, ast.Attribute):
        names = names[1:]
    defaults = dict(zip(reversed(names), reversed(function.args.defaults), strict=False))
    defaults |= {
        each.arg: value
        for each, value in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
        if value is not None
    }
    given = {name: (value, call.scope) for name, value in defaults.items()}
    plain = itertools.takewhile(lambda each: not isinstance(each, ast.Starred), call.node.args)
    given |= {name: (value, call.scope) for name, value in zip(names, plain, strict=False)}
    return given | {each.arg: (each.value, call.scope) for each in call.node.keywords if each.arg}


def texts(node: ast.expr | None, scope: Scope, depth: int = _DEPTH) -> tuple[str, ...]:
    """The texts that the expression can give, « … » for what only a run knows; each once, in their order."""
    if node is None or depth == 0:
        return (HOLE,)
    return tuple(dict.fromkeys(_texts(node, scope, depth))) or (HOLE,)


def _texts(node: ast.expr, scope: Scope, depth: int) -> Iterable[str]:
    match node:
        case ast.Constant(value=str() as text):
            return (text,)
        case ast.JoinedStr(values=parts):
            return _joined([_part(each, scope, depth) for each in parts])
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined([texts(left, scope, depth - 1), texts(right, scope, depth - 1)])
        case ast.Call():
            return _called(node, scope, depth)
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return _referred(node, scope, depth)
    return [text for each in _alternatives(node) for text in texts(each, scope, depth - 1)]


def _alternatives(node: ast.expr) -> list[ast.expr]:
    """What an expression may be: either branch of a condition, any member of what is written out."""
    match node:
        case ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.BoolOp(values=values) | ast.Dict(values=values):
            return values
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            return items
    return []


def _referred(node: ast.expr, scope: Scope, depth: int) -> Iterable[str]:
    match node:
        case ast.Name(id=name):
            return _named(name, scope, depth)
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return _constant(f"{owner}.{name}", scope, depth)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=int() as rank)):
            return [text for each in _pairs(name, scope) for text in texts(each[rank], scope, depth - 1)]
        case ast.Subscript(value=ast.Name(id=name)):
            return _named(name, scope, depth)
    return (HOLE,)


def _part(node: ast.expr, scope: Scope, depth: int) -> Sequence[str]:
    if isinstance(node, ast.FormattedValue):
        inside = texts(node.value, scope, depth - 2) if depth > 2 else (HOLE,)
        return inside if len(inside) <= 4 and HOLE not in inside else (HOLE,)
    return texts(node, scope, depth)


def _joined(parts: Sequence[Sequence[str]]) -> Iterator[str]:
    many = 1
    for each in parts:
        many *= len(each)
    if many > _ALTERNATIVES:
        parts = [each if len(each) == 1 else (HOLE,) for each in parts]
    for chosen in itertools.product(*parts):
        yield re.sub(f"{HOLE}+", HOLE, "".join(chosen))


def _called(node: ast.Call, scope: Scope, depth: int) -> Iterable[str]:
    name = called(node)
    if name in _SAME and node.args:
        return texts(node.args[0], scope, depth - 1)
    if name in {"count", "counted"} and len(node.args) > 1:
        forms = [texts(each, scope, depth - 1)[0] for each in node.args[1:]]
        return (f"{HOLE} {numbered(forms[0], forms[-1])}",)
    if isinstance(node.func, ast.Attribute):
        if name in _TRIMS:
            return texts(node.func.value, scope, depth - 1)
        if name in {"format", "format_map"}:
            return [re.sub(r"\{[^}]*\}", HOLE, text) for text in texts(node.func.value, scope, depth - 1)]
        if name == "get":
            return [text for each in (node.func.value, *node.args[1:]) for text in texts(each, scope, depth - 1)]
        return (HOLE,)
    return _returned(name, node, scope, depth)


def numbered(one: str, many: str) -> str:
    """« ligne(s) » for « ligne », « lignes » or for a word alone; « … » for words that no « s » makes plural."""
    words = list(zip(one.split(), many.split(), strict=False))
    if one == HOLE or len(one.split()) != len(many.split()):
        return HOLE
    if one == many:
        return f"{one}(s)"
    if any(several not in {single, f"{single}s"} for single, several in words):
        return HOLE
    return " ".join(single if single == several else f"{single}(s)" for single, several in words)


def _returned(name: str, node: ast.Call, scope: Scope, depth: int) -> Iterable[str]:
    """What a function of the package returns, for this call."""
    home, inside = _home(name, scope)
    found: list[str] = []
    for function in home.functions.get(inside, ()):
        there = Scope(module=home, function=function, given=_bound(function, Call(node, scope)))
        for each in _nodes(function):
            if isinstance(each, ast.Return) and each.value is not None:
                found += texts(each.value, there, depth - 2) if depth > 2 else (HOLE,)
    return found if found and len(found) <= _ALTERNATIVES else (HOLE,)


def _home(name: str, scope: Scope) -> tuple[Module, str]:
    """The module where a name is defined, and its name there."""
    module, inside = scope.module.imported.get(name, ("", name))
    return modules().get(module, scope.module), inside


def _named(name: str, scope: Scope, depth: int) -> Iterable[str]:
    if name in scope.given:
        value, there = scope.given[name]
        return texts(value, there, depth - 1)
    local = list(_assigned(name, scope.function)) if scope.function else []
    if local:
        return [text for each in local for text in texts(each, scope, depth - 1)]
    return _constant(name, scope, depth)


def _constant(name: str, scope: Scope, depth: int) -> Iterable[str]:
    owner, dot, member = name.partition(".")
    home, inside = _home(owner, scope)
    value = home.constants.get(inside + dot + member)
    return texts(value, Scope(module=home), depth - 1) if value is not None else (HOLE,)


def _pairs(name: str, scope: Scope) -> Iterator[list[ast.expr]]:
    """The tuples that a name of the function may be: written out, or the values of a constant of the module."""
    local = list(_assigned(name, scope.function)) if scope.function else []
    for value in local:
        if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
            value = scope.module.constants.get(value.value.id, value)  # noqa: PLW2901 - the same thing, further on
        written = value.values if isinstance(value, ast.Dict) else [value]
        yield from (each.elts for each in written if isinstance(each, ast.Tuple))


def yielded(scope: Scope) -> Iterator[Scope]:
    """The scope once for each tuple written out that a loop of its function may receive from functions it calls."""
    for node in _nodes(scope.function) if scope.function else ():
        match node:
            case ast.For(target=ast.Tuple(elts=names), iter=source):
                for given, there in _tuples(source, scope):
                    if len(given) == len(names):
                        bound = {
                            name.id: (value, there)
                            for name, value in zip(names, given, strict=True)
                            if isinstance(name, ast.Name)
                        }
                        yield Scope(module=scope.module, function=scope.function, given={**scope.given, **bound})


def _tuples(source: ast.AST, scope: Scope, hops: int = 3) -> Iterator[tuple[list[ast.expr], Scope]]:
    """The tuples that functions called in `source` yield or return, through « yield from » too."""
    for node in ast.walk(source):
        if not isinstance(node, ast.Call) or not hops:
            continue
        home, inside = _home(called(node), scope)
        for function in home.functions.get(inside, ()):
            there = Scope(module=home, function=function, given=_bound(function, Call(node, scope)))
            for each in _nodes(function):
                match each:
                    case ast.Yield(value=ast.Tuple(elts=given)) | ast.Return(value=ast.Tuple(elts=given)):
                        yield given, there
                    case ast.YieldFrom(value=inner) | ast.Return(value=ast.expr() as inner):
                        yield from _tuples(inner, there, hops - 1)


def _assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What the function gives to a name of its own: by an assignment, a loop over what is written out."""
    for node in _nodes(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _met(name, target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _met(name, target, value)
            case ast.NamedExpr(target=target, value=value):
                yield from _met(name, target, value)
            case ast.For(target=target, iter=ast.Tuple(elts=items)) | ast.For(target=target, iter=ast.List(elts=items)):
                for each in items:
                    yield from _met(name, target, each)


def _met(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    match target:
        case ast.Name(id=found) if found == name:
            yield value
        case ast.Tuple(elts=names) if isinstance(value, ast.Tuple) and len(value.elts) == len(names):
            for one, part in zip(names, value.elts, strict=True):
                yield from _met(name, one, part)
        case ast.Tuple(elts=names) if isinstance(value, ast.IfExp):
            yield from _met(name, target, value.body)
            yield from _met(name, target, value.orelse)
