"""Jinja's sandbox, quicker where a letter spends its time: printing a value, and looking up a field.

Jinja prints each value by three calls (finalize, escape, a new `Markup`), and finds a field of a dictionary by failing
to find an attribute first.  Here each is one call, with the same result.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import escape

UNPRINTABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
"""The characters that a Word document cannot bear, as the inside of a regular expression's class."""

_CHANGED = re.compile(f"[&<>'\"\r{UNPRINTABLE}]")
"""What printing or escaping changes: a text without any of these is printed as it is."""

_METHODS = frozenset(dir(dict))


class _Generator(CodeGenerator):
    """Compiles `{{ value }}` to `environment.put(value)` where texts are escaped."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame):
            self.write("environment.put(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


class QuickSandbox(SandboxedEnvironment):
    """A sandboxed environment, escaped and strict, in which `printed` gives the text that a value prints.

    Of a text `printed` only takes away what is unprintable.
    """

    code_generator_class = _Generator

    def __init__(self, printed: Callable[[Any], Any]) -> None:
        """Print values by `printed`."""
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=printed)
        self._printed = printed

    def put(self, value: Any) -> str:
        """The text that a value prints, escaped."""
        text = value if type(value) is str else self._printed(value)
        if type(text) is not str:
            return escape(text)
        return escape(self._printed(text)) if _CHANGED.search(text) else text

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a dictionary; any other attribute as the sandbox sees it."""
        if type(obj) is dict and attribute not in _METHODS:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def _is_escaped(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile
