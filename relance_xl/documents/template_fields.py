"""The fields that a template uses, found without data: in every branch, and with the loops they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes

from relance_xl.documents.fields import FIELDS
from relance_xl.documents.template_errors import located, nearest, paragraph_at
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem

_ANYTHING = "?"
"""The path of what cannot be followed: the result of a filter, a macro's argument."""

_KNOWN = frozenset(FIELDS)


@dataclass(frozen=True, slots=True)
class Use:
    """One field used: its path, as in `FIELDS`, its line in the located source, and whether it is printed as it is."""

    path: str
    line: int
    printed: bool = False


def field_problems(source: str, environment: Environment, file: str) -> Iterator[Problem]:
    """One error for each unknown field and each field printed whole, with its paragraph, from a patched source."""
    seen: set[tuple[str, str]] = set()
    tree = environment.parse(located(source))
    for use in _Uses(environment).of(tree):
        found = _fault(use)
        if found is None:
            continue
        paragraph = paragraph_at(source, use.line)
        if (use.path, paragraph) not in seen:
            seen.add((use.path, paragraph))
            what, expected = found
            yield Problem(
                file=file,
                what=typeset(f"{what} dans le paragraphe « {paragraph} »"),
                expected=typeset(expected),
                value=paragraph,
            )


def _fault(use: Use) -> tuple[str, str] | None:
    if _is_known(use.path):
        return _printed_whole(use.path) if use.printed else None
    close = nearest(use.path, sorted(_KNOWN))
    return f"Champ inconnu « {_written(use.path)} »", (
        f"« {_written(close)} »" if close else "un champ de la liste des champs"
    )


def _is_known(path: str) -> bool:
    return _ANYTHING in path or path in _KNOWN or any(name.startswith((f"{path}.", f"{path}[]")) for name in _KNOWN)


def _printed_whole(path: str) -> tuple[str, str] | None:
    inner = sorted(name for name in _KNOWN if name.startswith((f"{path}.", f"{path}[]")))
    if not inner:
        return None
    return f"« {_written(path)} » n'est pas un champ à imprimer", f"un champ comme « {_written(inner[0])} »"


def _written(path: str) -> str:
    """« totaux.lignes.solde » for totaux[].lignes[].solde."""
    return path.replace("[]", "")


class _Uses:
    """Walks a template's syntax tree, knowing what each loop's variable stands for."""

    def __init__(self, environment: Environment) -> None:
        self._globals = frozenset(environment.globals)

    def of(self, tree: nodes.Template) -> Iterator[Use]:
        """All the uses, in their order."""
        yield from self._walk(tree, {})

    def _walk(self, node: nodes.Node, scope: dict[str, str]) -> Iterator[Use]:
        if isinstance(node, nodes.For):
            yield from self._loop(node, scope)
        elif isinstance(node, nodes.Assign):
            yield from self._walk(node.node, scope)
            for name in _names(node.target):
                scope[name] = self._path(node.node, scope) or _ANYTHING
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            inner = scope | {argument.name: _ANYTHING for argument in node.args}
            if isinstance(node, nodes.Macro):
                scope[node.name] = _ANYTHING
            yield from self._children(node, inner)
        elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            yield from self._use(node, scope)
        elif isinstance(node, nodes.Output):
            for child in node.nodes:
                path = self._path(child, scope)
                if path:
                    yield Use(path, child.lineno, printed=True)
                else:
                    yield from self._walk(child, scope)
        else:
            yield from self._children(node, scope)

    def _children(self, node: nodes.Node, scope: dict[str, str]) -> Iterator[Use]:
        for child in node.iter_child_nodes():
            yield from self._walk(child, scope)

    def _loop(self, node: nodes.For, scope: dict[str, str]) -> Iterator[Use]:
        yield from self._walk(node.iter, scope)
        source = self._path(node.iter, scope)
        names = _names(node.target)
        known = source and _is_known(source) and len(names) == 1
        member = f"{source}[]" if known else _ANYTHING  # one fault for the list, none for its members
        inner = scope | dict.fromkeys(names, member) | {"loop": _ANYTHING}
        for child in (*node.body, *([node.test] if node.test else [])):
            yield from self._walk(child, inner)
        for child in node.else_:
            yield from self._walk(child, scope)

    def _use(self, node: nodes.Node, scope: dict[str, str]) -> Iterator[Use]:
        path = self._path(node, scope)
        if path:
            yield Use(path, node.lineno)
        else:
            yield from self._children(node, scope)

    def _path(self, node: nodes.Node, scope: dict[str, str]) -> str:
        """The path of a name or a chain of attributes, "" for any other expression."""
        if isinstance(node, nodes.Name):
            if node.name in scope:
                return scope[node.name]
            return _ANYTHING if node.name in self._globals else node.name
        if isinstance(node, nodes.Getattr):
            base = self._path(node.node, scope)
            return base and f"{base}.{node.attr}"
        if isinstance(node, nodes.Getitem):
            base = self._path(node.node, scope)
            if not base:
                return ""
            key = node.arg.value if isinstance(node.arg, nodes.Const) else None
            return f"{base}.{key}" if isinstance(key, str) else f"{base}[]"
        return ""


def _names(target: nodes.Node) -> list[str]:
    return [name.name for name in ([target] if isinstance(target, nodes.Name) else target.find_all(nodes.Name))]
