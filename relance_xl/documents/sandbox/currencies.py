"""The currency of an amount that a template prints without naming it: that of the line or of the total it belongs to.

`{{ ligne.solde|montant }}` on a line in dollars prints dollars; two currencies are never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from jinja2 import Environment, nodes

from relance_xl.documents.sandbox.limits import Refusal

OF_MONEY = frozenset({"montant", "en_lettres"})
"""The filters that take a currency."""
CURRENCY_OF = "(devise)"
"""The filter that finds it; no template can write its name."""

_EURO = "EUR"


def name_currencies(tree: nodes.Template, environment: Environment) -> None:
    """Give each amount printed without a currency that of what holds it."""
    for node in list(tree.find_all(nodes.Filter)):
        if node.name in OF_MONEY and not node.args and not node.kwargs and node.node is not None:
            holder = _holder(node.node)
            if holder is not None:
                named = nodes.Filter(deepcopy(holder), CURRENCY_OF, [], [], None, None, lineno=node.lineno)
                named.set_environment(environment)
                node.args.append(named)


def currency_of(holder: Any) -> str:
    """The currency of a line, a total or a bill, or of a list of them; euros for what has none.

    Refusal for a list in several currencies.
    """
    members = holder if isinstance(holder, list | tuple) else [holder]
    found = {member["devise"] for member in members if isinstance(member, Mapping) and member.get("devise")}
    if len(found) > 1:
        raise Refusal("Des montants de plusieurs devises ne s'ajoutent pas", "une boucle sur « totaux »")
    return next(iter(found), _EURO)


def _holder(amount: nodes.Node) -> nodes.Expr | None:
    """What an amount belongs to: `ligne` for `ligne.solde`, `lignes` for `lignes|sum(attribute='solde')`."""
    if isinstance(amount, nodes.Getattr):
        return amount.node
    if isinstance(amount, nodes.Getitem) and isinstance(amount.arg, nodes.Const) and isinstance(amount.arg.value, str):
        return amount.node
    if isinstance(amount, nodes.Filter) and isinstance(amount.node, nodes.Name):
        return amount.node
    return next((found for child in amount.iter_child_nodes() if (found := _holder(child)) is not None), None)
