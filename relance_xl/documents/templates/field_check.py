"""The fields that a template uses, found without data: in every branch, and with the loops they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment, nodes

from relance_xl.documents.sandbox.currencies import OF_MONEY
from relance_xl.documents.sandbox.reach import INSTEAD, plain_methods
from relance_xl.documents.templates.errors import located, nearest, paragraph_at, unknown_filter
from relance_xl.documents.templates.fields import FIELDS, MEMBERS, can_be
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem, Severity

_BEARING_ABSENCE = frozenset({"default", "d", "defined", "undefined"})
_ANYTHING = "?"
"""The path of what cannot be followed: the result of a filter, a macro's argument."""

_KNOWN = frozenset(FIELDS)
_AMOUNTS = frozenset({"montant", "regle", "solde", "penalites", "echu"})
_CUSTOMER = frozenset({"client", "reference"})
_OWED = frozenset({"lignes", "totaux", "releve", "total", "echu", "a_regler", "nombre", "traite", "qr"})
_UNSAID = {
    (False, False): (
        "Ce modèle n'imprime ni le client ni ce qu'il doit : c'est sans doute une lettre déjà faite",
        "le modèle, avec ses balises comme {{ client.nom }} et {{ total }}",
    ),
    (False, True): ("Ce modèle n'imprime pas le client", "une balise comme {{ client.nom }}"),
    (True, False): ("Ce modèle n'imprime ni facture ni somme", "{{ total }}, ou une boucle sur « lignes »"),
}
_KINDS = frozenset({"professionnel", "particulier", "public"})
_OF_GROUPS = frozenset({"get", "items", "keys", "values"})
_Fault = tuple[int, str, str, Severity]
"""A line, what is wrong there, what is expected, and how bad it is."""


@dataclass(frozen=True, slots=True)
class Use:
    """One field used: its path, as in `FIELDS`, its line in the located source, and whether it is printed as it is.

    `optional` is a use that bears the field's absence: `is defined`, `|default`; `priced` one that prints an amount
    whose currency cannot be told.  `compared` holds the values, one of which the field must be for a condition to hold.
    """

    path: str
    line: int
    printed: bool = False
    optional: bool = False
    priced: bool = False
    compared: tuple[object, ...] = ()


def unsaid(sources: Sequence[str], environment: Environment, file: str) -> Iterator[Problem]:
    """What no letter may do without, and no part of a template says: whom it is for, what is owed."""
    used = {use.path for source in sources for use in _Uses(environment).of(environment.parse(source))}
    customer, owed = (any(_belongs(path, family) for path in used) for family in (_CUSTOMER, _OWED))
    if customer and owed:
        return
    said = _UNSAID[customer, owed]
    severity = Severity.WARNING if customer or owed else Severity.ERROR
    yield Problem(file=file, what=typeset(said[0]), expected=typeset(said[1]), severity=severity)


def _belongs(path: str, family: frozenset[str]) -> bool:
    return re.split(r"[.\[]", path, maxsplit=1)[0] in family


def field_problems(source: str, environment: Environment, file: str, place: str = "") -> Iterator[Problem]:
    """One error for each unknown field and each field printed whole, from a patched source.

    `place` says where the source stands when it is no part with paragraphs: « dans la propriété … ».
    A field that the template itself takes for absent (`|default`, `is defined`) is a warning, and only when it looks
    like a known one.
    """
    tree = environment.parse(located(source))
    seen: set[tuple[str, str]] = set()
    for line, what, expected, severity in (*_tag_faults(tree, environment), *_use_faults(tree, environment)):
        paragraph = paragraph_at(source, line)
        if (what, paragraph) not in seen:
            seen.add((what, paragraph))
            yield Problem(
                file=file,
                what=typeset(f"{what} {place or f'dans le paragraphe « {paragraph} »'}"),
                expected=typeset(expected),
                value=paragraph,
                severity=severity,
            )


def _use_faults(tree: nodes.Template, environment: Environment) -> Iterator[_Fault]:
    uses = list(_Uses(environment).of(tree))
    optional = {use.path for use in uses if use.optional}
    yield from _amount_faults(uses)
    yield from _vain_conditions(tree, uses)
    for use in uses:
        found = _fault(use)
        if found and use.path not in optional:
            yield use.line, *found, Severity.ERROR
        elif found and nearest(use.path, sorted(_KNOWN)):
            yield use.line, *found, Severity.WARNING


def _amount_faults(uses: Sequence[Use]) -> Iterator[_Fault]:
    """Amounts printed without their currency, in a part that prints no currency at all, or in one that is guessed."""
    says_currency = any(use.path.endswith(".devise") for use in uses)
    for use in uses:
        owner, _, last = use.path.rpartition(".")
        if last not in _AMOUNTS or f"{owner}.devise" not in _KNOWN:
            continue
        member = MEMBERS.get(owner.removesuffix("[]").rpartition(".")[2], _written(owner))
        field = f"{member}.{last}"
        if use.priced:
            said = f"« {_written(use.path)} » est un montant dont la devise n'est pas dite"
            yield use.line, said, f"{{{{ {field}|montant }}}}, ou |montant({member}.devise)", Severity.ERROR
        elif use.printed and not says_currency:
            yield (
                use.line,
                f"« {_written(use.path)} » est imprimé sans sa devise",
                (f"{{{{ {field}|montant }}}}"),
                Severity.WARNING,
            )


def _vain_conditions(tree: nodes.Template, uses: Sequence[Use]) -> Iterator[_Fault]:
    """Conditions that no letter meets: a field compared with what it never is, two kinds of customer at once."""
    for use in uses:
        said = [can_be(use.path, value) for value in use.compared] if use.path in _KNOWN else []
        if said and all(said):
            values = ", ".join(f"« {value} »" for value in use.compared)
            what = f"« {_written(use.path)} » n'est jamais {values} : la condition est vaine"
            yield use.line, what, said[0], Severity.WARNING
    for both in tree.find_all(nodes.And):
        kinds = {f"client.{each.attr}" for each in _conjuncts(both) if _is_kind_of_customer(each)}
        if len(kinds) > 1:
            names = " et ".join(sorted(kinds))
            what = f"Aucun client n'est à la fois {names} : la condition est vaine"
            yield both.lineno, what, "« or »", Severity.WARNING


def _conjuncts(node: nodes.Expr) -> Iterator[nodes.Getattr]:
    if isinstance(node, nodes.And):
        yield from _conjuncts(node.left)
        yield from _conjuncts(node.right)
    elif isinstance(node, nodes.Getattr):
        yield node


def _is_kind_of_customer(node: nodes.Getattr) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == "client" and node.attr in _KINDS


def _tag_faults(tree: nodes.Template, environment: Environment) -> Iterator[_Fault]:
    """What the compiler lets pass inside `{% if %}` until a letter goes there, and calls to other templates."""
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        if isinstance(node, nodes.Filter) and node.name not in environment.filters:
            yield node.lineno, *unknown_filter(node.name), Severity.ERROR
        elif isinstance(node, nodes.Test) and node.name not in environment.tests:
            yield node.lineno, f"Balise mal écrite : « is {node.name} » est inconnu", "une comparaison", Severity.ERROR
    for call in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        what = "Une lettre ne peut pas appeler un autre modèle (include, import, extends)"
        yield call.lineno, what, "le texte dans ce modèle", Severity.ERROR


def _fault(use: Use) -> tuple[str, str] | None:
    if _is_known(use.path):
        return _printed_whole(use.path) if use.printed else None
    field, _, last = use.path.rpartition(".")
    if last in _OF_GROUPS and _is_known(field):
        return None
    if field in _KNOWN and last in plain_methods():
        return None
    if field in _KNOWN and last in INSTEAD:
        return f"« {_written(use.path)} » n'est pas permis dans un modèle", INSTEAD[last]
    if inside := next((name for name in FIELDS if "[]" in name and _written(name) == use.path), None):
        return f"« {_written(inside)} » change à chaque ligne de « {_written(_list_of(inside))} »", _loop(inside)
    close = nearest(use.path, sorted(_KNOWN))
    return f"Champ inconnu « {_written(use.path)} »", (
        f"« {_written(close)} »" if close else "un champ de la liste des champs"
    )


def _is_known(path: str) -> bool:
    return _ANYTHING in path or path in _KNOWN or any(name.startswith((f"{path}.", f"{path}[]")) for name in _KNOWN)


def _printed_whole(path: str) -> tuple[str, str] | None:
    if path in _KNOWN and f"{path}[]" not in _KNOWN and not any(name.startswith(f"{path}.") for name in _KNOWN):
        return None
    what = f"« {_written(path)} » n'est pas un champ à imprimer"
    if f"{path}[]" in _KNOWN:
        return what, f"{{{{ {_written(path)}|join(', ') }}}}, ou {_loop(f'{path}[]')}"
    inner = [name for name in FIELDS if name.startswith((f"{path}.", f"{path}[]"))]
    if not inner:
        return None
    if inner[0].startswith(f"{path}[]"):
        return what, _loop(inner[0])
    named = f"{path}.nom"
    return what, f"un champ comme {{{{ {_written(named if named in _KNOWN else inner[0])} }}}}"


def _list_of(path: str) -> str:
    """« totaux[].lignes » for totaux[].lignes[].solde."""
    return path.rpartition("[]")[0]


def _loop(path: str) -> str:
    """The loop that prints a member: {% for ligne in lignes %}{{ ligne.solde }}{% endfor %}."""
    over = _list_of(path)
    around, _, inner = over.rpartition("[].")
    member = MEMBERS.get(inner.rpartition(".")[2], "x")
    source = f"{MEMBERS.get(around, 'x')}.{inner}" if around else inner
    field = path.rpartition("[]")[2]
    return f"{{% for {member} in {source} %}}{{{{ {member}{field} }}}}{{% endfor %}}"


def _written(path: str) -> str:
    """« totaux.lignes.solde » for totaux[].lignes[].solde."""
    return path.replace("[]", "")


class _Uses:
    """Walks a template's syntax tree, knowing what each loop's variable stands for."""

    def __init__(self, environment: Environment) -> None:
        self._globals = frozenset(environment.globals) | {"self", "super"}

    def of(self, tree: nodes.Template) -> Iterator[Use]:
        """All the uses, in their order."""
        yield from self._walk(tree, {})

    def _walk(self, node: nodes.Node, scope: dict[str, str]) -> Iterator[Use]:
        if isinstance(node, nodes.For):
            yield from self._loop(node, scope)
        elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            yield from self._use(node, scope)
        elif isinstance(node, nodes.Test | nodes.Filter) and node.name in _BEARING_ABSENCE:
            yield from self._absence_borne(node, scope)
        elif isinstance(node, nodes.Filter) and node.name in OF_MONEY and isinstance(node.node, nodes.Name):
            yield Use(self._path(node.node, scope), node.lineno, priced=not node.args)
            yield from self._children(node, scope)
        elif isinstance(node, nodes.Output):
            for child in node.nodes:
                path = self._path(child, scope)
                if path:
                    yield Use(path, child.lineno, printed=True)
                else:
                    yield from self._walk(child, scope)
        else:
            yield from self._children(node, self._named(node, scope))
            if isinstance(node, nodes.Assign):
                for name in _names(node.target):
                    scope[name] = self._path(node.node, scope) or _ANYTHING

    def _named(self, node: nodes.Node, scope: dict[str, str]) -> dict[str, str]:
        """The names known inside a node, what it names for those that follow being put in `scope`."""
        if isinstance(node, nodes.AssignBlock):
            scope.update(dict.fromkeys(_names(node.target), _ANYTHING))
        elif isinstance(node, nodes.Macro):
            scope[node.name] = _ANYTHING
        elif isinstance(node, nodes.Import):
            scope[node.target] = _ANYTHING
        elif isinstance(node, nodes.FromImport):
            scope.update((name if isinstance(name, str) else name[1], _ANYTHING) for name in node.names)
        if isinstance(node, nodes.Macro | nodes.CallBlock):
            own = ("caller", "varargs", "kwargs", *(argument.name for argument in node.args))
            return scope | dict.fromkeys(own, _ANYTHING)
        if isinstance(node, nodes.With):
            values = zip(node.targets, node.values, strict=True)
            return scope | {
                name: self._path(value, scope) or _ANYTHING for target, value in values for name in _names(target)
            }
        return scope

    def _comparison(self, node: nodes.Compare, scope: dict[str, str]) -> Iterator[Use]:
        """The use of a field that is compared with constants, on either side: `a == 1`, `1 == a`, `a in [1, 2]`."""
        if len(node.ops) != 1 or node.ops[0].op not in {"eq", "in"}:
            return
        left, right = node.expr, node.ops[0].expr
        if node.ops[0].op == "eq" and isinstance(left, nodes.Const):
            left, right = right, left
        path, values = self._path(left, scope), _constants(right)
        if path and values and (node.ops[0].op == "eq" or not isinstance(right, nodes.Const)):
            yield Use(path, node.lineno, compared=values)

    def _absence_borne(self, node: nodes.Test | nodes.Filter, scope: dict[str, str]) -> Iterator[Use]:
        """The uses of `a is defined` and `a|default(b)`: of the first, its absence is no fault."""
        path = self._path(node.node, scope) if node.node else ""
        if path:
            yield Use(path, node.lineno, optional=True)
        elif node.node:
            yield from self._walk(node.node, scope)
        for argument in node.args:
            yield from self._walk(argument, scope)

    def _children(self, node: nodes.Node, scope: dict[str, str]) -> Iterator[Use]:
        if isinstance(node, nodes.Compare):
            yield from self._comparison(node, scope)
        for child in node.iter_child_nodes(exclude=("target", "targets")):
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


def _constants(node: nodes.Expr) -> tuple[object, ...]:
    """The values of a constant, or of a list of constants; () for anything else."""
    if isinstance(node, nodes.Const):
        return (node.value,)
    items = node.items if isinstance(node, nodes.List | nodes.Tuple) else []
    constant = [item.value for item in items if isinstance(item, nodes.Const)]
    return tuple(constant) if len(constant) == len(items) else ()


def _names(target: nodes.Node) -> list[str]:
    return [name.name for name in ([target] if isinstance(target, nodes.Name) else target.find_all(nodes.Name))]
