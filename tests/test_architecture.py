"""The walls of the house: imports go one way, each dependency has one room that knows it, no room is overfull."""

import ast
import graphlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.places import ROOT

FULLEST = 13
"""Modules of one folder, its face left out."""

ROOMS = {
    "openpyxl": ("books",),
    "python_calamine": ("books",),
    "xlwings": ("books", "libreoffice"),
    "uno": ("libreoffice",),
    "com": ("libreoffice",),
    "docx": ("documents.merge", "documents.word"),
    "docxtpl": ("documents.merge", "documents.word"),
    "jinja2": ("documents.merge", "documents.messages", "documents.sandbox", "documents.templates", "documents.word"),
    "smtplib": ("post",),
    "keyring": ("post",),
    "msal": ("post.microsoft",),
    "msal_extensions": ("post.microsoft",),
    "imaplib": ("post",),
    "dask": ("cabinet",),
    "distributed": ("cabinet",),
    "xlsxwriter": ("cabinet",),
    "rich": ("cli",),
    "dateutil": ("domain.calendar",),
    "num2words": ("documents.languages",),
    "babel": (),
}
"""Who names what: nothing else of the program does, whatever is added to it."""

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "relance_xl").rglob("*.py"))
}


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All of a module but what stands under `if TYPE_CHECKING`, which no interpreter runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from nodes(node)


def imported(path: Path) -> Iterator[str]:
    """The full names that a module imports, those of its functions too: a module, or a name in one."""
    for node in nodes(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


IMPORTS = {module: frozenset(imported(path)) for module, path in MODULES.items()}


def graph() -> dict[str, set[str]]:
    """Each module of the program with those that it imports."""
    found: dict[str, set[str]] = {}
    for module, names in IMPORTS.items():
        meant = {name if name in MODULES else name.rpartition(".")[0] for name in names}
        found[module] = {name for name in meant if name in MODULES and name != module}
    return found


def package_of(module: str) -> str:
    return module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]


def circle(imports: Mapping[str, set[str]]) -> list[str]:
    """The first circle found, nothing when there is none."""
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_imports_keep_to_the_contracts_of_pyproject() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    assert circle(graph()) == []


def test_no_two_packages_import_each_other_in_a_circle() -> None:
    packages: dict[str, set[str]] = {}
    for module, others in graph().items():
        if module != "relance_xl.__main__":  # the door, which opens on the whole house
            packages.setdefault(package_of(module), set()).update(map(package_of, others))
    assert circle({name: others - {name} for name, others in packages.items()}) == []


def test_a_circle_is_seen() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})


def test_no_folder_is_overfull() -> None:
    builders = (path for room in ("workbook", "letter_templates") for path in (ROOT / room).rglob("*.py"))
    folders = Counter(path.parent for path in (*MODULES.values(), *builders) if path.name != "__init__.py")

    assert {str(folder): count for folder, count in folders.items() if count > FULLEST} == {}


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_is_named_in_its_room_only(library: str) -> None:
    rooms = tuple(f"relance_xl.{room}" for room in ROOMS[library])
    strangers = [
        module
        for module, names in IMPORTS.items()
        if any(name.partition(".")[0] == library for name in names)
        and not any(module == room or module.startswith(f"{room}.") for room in rooms)
    ]
    assert strangers == []


def test_the_core_names_the_standard_library_only() -> None:
    known = {*sys.stdlib_module_names, "relance_xl"}
    core = {module: names for module, names in IMPORTS.items() if module.startswith("relance_xl.domain.")}
    foreign = {
        (module, name) for module, names in core.items() for name in names if name.partition(".")[0] not in known
    }
    assert {module for module, _ in foreign} == {"relance_xl.domain.calendar"}
    assert {name.partition(".")[0] for _, name in foreign} == {"dateutil"}


def test_only_the_sandbox_subclasses_jinja() -> None:
    heirs = {module for module, path in MODULES.items() if _inherits_from_jinja(ast.parse(path.read_bytes()))}

    assert heirs
    assert all(module.startswith("relance_xl.documents.sandbox.") for module in heirs)


def _inherits_from_jinja(tree: ast.Module) -> bool:
    """Whether a class of the module has a base imported from Jinja."""
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {
        alias.asname or alias.name
        for node in froms
        if (node.module or "").partition(".")[0] == "jinja2"
        for alias in node.names
    } | {"jinja2"}
    bases = [base for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases]
    return any(ast.unparse(base).partition(".")[0].partition("[")[0] in names for base in bases)


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        (r'\bsheet="\w|"Paramètres"', "relance_xl/domain/sheets.py"),
        (r"schemas\.openxmlformats\.org", "relance_xl/ooxml/namespaces.py"),
        (r"\bemail_validator\b|A-Za-z0-9!#", "relance_xl/domain/email_addresses.py"),
        (r"\bstdnum\b", "relance_xl/tables/identity.py"),
        (r"(?i)soffice\.exe|Microsoft Excel\.app|(?:Word|Excel)\.Application", "relance_xl/machine/programs.py"),
        (r"\.relative_to\(folder\)", "relance_xl/actions/common/run.py"),
    ],
)
def test_each_fact_is_stated_in_one_place(stated: str, place: str) -> None:
    """Names of sheets, namespaces, what an address is, where programs stand, how a path is shown."""
    files = (
        path for path in (ROOT / "relance_xl").rglob("*.py") if re.search(stated, path.read_text(encoding="utf-8"))
    )

    assert {path.relative_to(ROOT).as_posix() for path in files} == {place}
