"""Jinja's sandbox, quicker where a letter spends its time: printing a value, and looking up a field.

Jinja prints each value by three calls (finalize, escape, a new `Markup`), and finds a field of a dictionary by failing
to find an attribute first.  Here each is one call, with the same result.

It is also narrower than Jinja's own: nothing changes the data, and nothing exhausts the program (`template_limits`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Context, Undefined, new_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from relance_xl.documents.sandbox.limits import CHARACTERS_A_STEP, OPERATORS, Budget, Refusal, check_call, short
from relance_xl.documents.sandbox.reach import INSTEAD, attribute_is_harmless, jinja_filters, jinja_globals

UNPRINTABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
"""The characters that a Word document cannot bear, as the inside of a regular expression's class."""

TOO_INTRICATE = "too intricate"
"""The message of a template that nests too deep, or holds too large a number, to be compiled."""
RECURSIVE = "recursive loop"
"""The message of a template with a loop that calls itself: no letter has a tree to print."""

_changed = re.compile(f"[&<>'\"\r{UNPRINTABLE}]").search
"""What printing or escaping changes: a text without any of these is printed as it is."""

QUICK_ATTRIBUTES = 29
"""Beyond them an object has no table of names in common with the others of its class: 2 % more for a letter."""

_METHODS = frozenset(dir(dict))
_TURNS = "(turns)"
"""The filter that loops and macros are paid by; no template can write its name."""
_EXPRESSIONS_A_STEP = 10


class _Generator(CodeGenerator):
    """Compiles `{{ value }}` to `environment.put(value)` where texts are escaped, and has what is made measured."""

    _repeated = 0
    """In how many loops and macros we are."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame):
            self.write("environment.put_again(" if self._repeated else "environment.put(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """A loop: what is long is paid for at each turn."""
        self._repeated += 1
        super().visit_For(node, frame)
        self._repeated -= 1

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        """A macro: what is long is paid for at each call."""
        self._repeated += 1
        made = super().macro_body(node, frame)
        self._repeated -= 1
        return made

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """`a ~ b`: the values made sure of first, the text measured."""
        join = "markup_join" if frame.eval_ctx.autoescape else "str_join"
        if frame.eval_ctx.volatile:
            join = "(markup_join if context.eval_ctx.volatile else str_join)"
        self.write(f"environment.linked({join}, (")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """`[a, b]`, measured."""
        self.write("environment.collection(")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """`{a: b}`, measured."""
        self.write("environment.collection(")
        super().visit_Dict(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """`(a, b)`, measured; as a target of `for` or `set` it is only names."""
        if node.ctx != "load":
            super().visit_Tuple(node, frame)
            return
        self.write("environment.collection(")
        super().visit_Tuple(node, frame)
        self.write(")")


class _Template(Template):
    """A template whose every rendering has the whole budget."""

    def new_context(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
        locals: Mapping[str, Any] | None = None,
    ) -> Context:
        """The fields of one rendering; `locals` is not None for a template used by another, which pays for it."""
        environment = self.environment
        if locals is None:
            environment.budget.begin()  # type: ignore[attr-defined]  # a QuickSandbox
        return new_context(environment, self.name, self.blocks, vars, shared, self.globals, locals)


class QuickSandbox(ImmutableSandboxedEnvironment):
    """A sandboxed environment, escaped and strict, in which `printed` gives the text that a value prints.

    Of a text `printed` only takes away what is unprintable.
    The sandbox's own tables of operators are left out, `OPERATORS` being ours:
    Python finds `put` and `getattr` quickly as long as the environment has at most `QUICK_ATTRIBUTES` attributes.
    """

    code_generator_class = _Generator
    template_class = _Template
    intercepted_binops = frozenset(OPERATORS)

    def __init__(self, printed: Callable[[Any], Any]) -> None:
        """Print values by `printed`."""
        Environment.__init__(self, autoescape=True, undefined=StrictUndefined, finalize=self._finalized)
        self._printed = printed
        self.budget = Budget()
        self.globals = jinja_globals(self.globals)
        self.filters = {**jinja_filters(self.budget), _TURNS: _turns}

    def put(self, value: Any) -> str:
        """The text that a value prints, escaped."""
        if type(value) is str:
            return escape(self._printed(value)) if _changed(value) else value
        text = self._printed(value)
        if type(text) is str:
            return escape(self._printed(text)) if _changed(text) else text
        return escape(text if type(text) is int else self.budget.printable(text))

    def put_again(self, value: Any) -> str:
        """The same inside a loop or a macro, where long texts add up and are paid for."""
        if type(value) is str:
            if len(value) > CHARACTERS_A_STEP:
                self.budget.printable(value)
            return escape(self._printed(value)) if _changed(value) else value
        return self.put(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a dictionary; any other attribute as the sandbox sees it."""
        if type(obj) is dict and attribute not in _METHODS:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002 - Jinja's signature
        """Whether an attribute is one of the few within reach."""
        return attribute_is_harmless(obj, attr)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """What stands for an attribute out of reach: Refusal as soon as it is used."""
        refusal = partial(Refusal, expected=INSTEAD.get(attribute, "un champ ou un filtre de la liste"))
        hint = f"Balise interdite : « {attribute} » n'est pas permis dans un modèle"
        return self.undefined(hint, obj=obj, name=attribute, exc=refusal)  # type: ignore[arg-type]  # it makes one

    def wrap_str_format(self, value: Any) -> None:
        """None: `format` is out of reach as any other method."""

    def collection(self, value: Any) -> Any:
        """A list or dictionary that the template makes.  Refusal when it is too large."""
        return self.budget.collection(value)

    def call(self, context: Context, function: Any, /, *arguments: Any, **named: Any) -> Any:
        """What a method or a macro gives."""
        check_call(function, (*arguments, *named.values()))
        return self.budget.called(super().call(context, function, *arguments, **named))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002 - Jinja's
        """The result of an operator that can make much of little.  Refusal when it would."""
        return OPERATORS[operator](left, right)

    def concat(self, pieces: Iterable[str]) -> str:
        """What a macro, a block or a whole message prints."""
        return self.budget.block("".join(pieces))

    def linked(self, join: Callable[[Iterable[Any]], str], values: tuple[Any, ...]) -> str:
        """The texts of values, one after the other."""
        for value in values:
            if type(value) is not str:
                self.budget.printable(value)
        return short(join(values))  # type: ignore[no-any-return]

    def compile(self, source: Any, *arguments: Any, **named: Any) -> Any:
        """The code of a template.  TemplateSyntaxError whatever is wrong with it."""
        try:
            return super().compile(source, *arguments, **named)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
            raise TemplateSyntaxError(TOO_INTRICATE, 1) from error

    def _generate(self, source: nodes.Template, *arguments: Any, **named: Any) -> str:
        for node in list(source.find_all((nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block))):
            _pay(node)
        return super()._generate(source, *arguments, **named)

    def _finalized(self, value: Any) -> Any:
        """What a value prints where nothing is escaped."""
        text = self._printed(value)
        return text if type(text) is str and len(text) <= CHARACTERS_A_STEP else self.budget.printable(text)


def _pay(node: nodes.Node) -> None:
    """Have each turn of a loop, or each call of a macro, charged by what stands inside it."""
    texts = sum(len(text.data) for text in node.find_all(nodes.TemplateData))
    expressions = sum(1 for _ in node.find_all(nodes.Expr))
    weight = nodes.Const(1 + texts // CHARACTERS_A_STEP + expressions // _EXPRESSIONS_A_STEP)
    if isinstance(node, nodes.For):
        if node.recursive:
            raise TemplateSyntaxError(RECURSIVE, node.lineno)
        node.iter = nodes.Filter(node.iter, _TURNS, [weight], [], None, None, lineno=node.iter.lineno)
        return
    once = nodes.Filter(nodes.Const((None,)), _TURNS, [weight], [], None, None, lineno=node.lineno)
    node.body.insert(0, nodes.ExprStmt(once, lineno=node.lineno))  # type: ignore[attr-defined]  # all three have one


@pass_context
def _turns(context: Context, iterable: Iterable[Any], weight: int) -> Iterable[Any]:
    return context.environment.budget.turns(iterable, weight)  # type: ignore[attr-defined, no-any-return]


def _is_escaped(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile
