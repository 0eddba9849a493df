"""The door to UNO, LibreOffice's own programming interface: the only module that imports it.

LibreOffice ships its Python module with the system, outside any virtual environment; it is found here, and a French
sentence says what is missing when it is not.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from relance_xl.problems import FileUnavailable, Problem

FOLDERS = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/Resources",
    "C:/Program Files/LibreOffice/program",
)
"""Where the systems put `uno.py`; searched after everything else, so that no package of the program is replaced."""


@cache
def uno() -> ModuleType:
    """The module `uno`.  FileUnavailable when it is not installed, or was built for another Python."""
    added = [folder for folder in FOLDERS if folder not in sys.path and Path(folder, "uno.py").is_file()]
    sys.path.extend(added)
    try:
        return importlib.import_module("uno")
    except ImportError as error:
        raise FileUnavailable(_missing(installed=bool(added))) from error
    finally:
        for folder in added:
            sys.path.remove(folder)


@cache
def unohelper() -> ModuleType:
    """The module `unohelper`, that makes Python objects listen to LibreOffice."""
    folder = str(Path(str(uno().__file__)).parent)
    sys.path.append(folder)
    try:
        return importlib.import_module("unohelper")
    finally:
        sys.path.remove(folder)


def _missing(*, installed: bool) -> Problem:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if installed:
        return Problem(
            what=f"Le module « uno » de ce LibreOffice n'est pas fait pour Python {version}",
            expected="relance-xl installé avec le Python du système (uv tool install relance-xl --python "
            "/usr/bin/python3)",
        )
    return Problem(
        what=f"Le module « uno », qui relie Python {version} à LibreOffice, est introuvable",
        expected="LibreOffice et son module Python (Debian, Ubuntu : sudo apt install libreoffice-calc python3-uno)",
    )


def interface(name: str) -> Any:
    """The UNO class, interface, exception or constant of that full name."""
    return uno().getClass(name)


def failure() -> Any:
    """The exception all of LibreOffice's own derive from."""
    return interface("com.sun.star.uno.Exception")


def struct(name: str, *fields: Any) -> Any:
    """A UNO structure, its fields in their order."""
    return uno().createUnoStruct(name, *fields)


def enum(name: str, value: str) -> Any:
    """A value of a UNO enumeration."""
    return uno().Enum(name, value)


def properties(**values: Any) -> tuple[Any, ...]:
    """Named values, the way UNO takes options."""
    direct = enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE")
    return tuple(struct("com.sun.star.beans.PropertyValue", name, 0, value, direct) for name, value in values.items())


def context(pipe: str) -> Any:
    """The component context of the LibreOffice that listens on the named pipe.

    LibreOffice's own NoConnectException while it does not listen (yet).
    """
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")


def service(component_context: Any, name: str) -> Any:
    """A new instance of a service of LibreOffice."""
    return component_context.ServiceManager.createInstanceWithContext(name, component_context)


def file_url(path: Path) -> str:
    """The URL LibreOffice knows the file by."""
    url: str = uno().systemPathToFileUrl(str(path.resolve()))
    return url


def file_path(url: str) -> Path:
    """The file of a URL."""
    return Path(str(uno().fileUrlToSystemPath(url)))
