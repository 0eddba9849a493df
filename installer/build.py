"""The setup programs made of a kit: by NSIS for one user, by wixl an MSI for IT departments.

python -m installer.build KIT DOSSIER
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5
from xml.sax.saxutils import quoteattr

from relance_xl import __version__

_HERE: Final = Path(__file__).resolve().parent
_PRODUCT: Final = UUID("5d0c4d4a-6f0b-4b8e-9a58-0f6f2a1c9e37")
"""What all versions of the program have in common, for Windows."""


def nsis(kit: Path, folder: Path) -> Path:
    """The setup program for one user, without administrator's rights.  FileNotFoundError without makensis."""
    made = folder / f"relance-xl-{__version__}-installation.exe"
    _run("makensis", "-V2", f"-DVERSION={__version__}", f"-DKIT={kit.resolve()}", f"-DOUT={made.resolve()}",
         str(_HERE / "relance-xl.nsi"))  # fmt: skip
    return made


def msi(kit: Path, folder: Path) -> Path:
    """The MSI, per user too.  FileNotFoundError without wixl."""
    source = folder / "relance-xl.wxs"
    source.write_text(_wxs(kit.resolve()), encoding="utf-8")
    made = folder / f"relance-xl-{__version__}.msi"
    subprocess.run(["wixl", "--output", str(made.resolve()), str(source.resolve())], cwd=kit, check=True)  # noqa: S603, S607 - its files are found from where it runs
    source.unlink()
    return made


def _wxs(kit: Path) -> str:
    """The source of the MSI, with every file of the kit in its folder."""
    template = (_HERE / "relance-xl.wxs").read_text(encoding="utf-8")
    components: list[str] = []
    tree = "".join(_folder(kit, kit, components))
    references = "".join(f'<ComponentRef Id="{name}"/>' for name in components)
    return template.format(version=__version__, upgrade=_PRODUCT, files=tree, references=references)


def _folder(kit: Path, folder: Path, components: list[str]) -> Iterator[str]:
    """The files of a folder and of those below; each component's name is put into `components`."""
    for path in sorted(folder.iterdir()):
        inside = path.relative_to(kit).as_posix()
        mark = uuid5(_PRODUCT, inside)
        if path.is_dir():
            yield f"<Directory Id={quoteattr(f'D{mark.hex}')} Name={quoteattr(path.name)}>"
            yield from _folder(kit, path, components)
            yield "</Directory>"
        else:
            components.append(f"C{mark.hex}")
            yield (
                f'<Component Id="C{mark.hex}" Guid="{mark}">'
                f'<File Id="F{mark.hex}" Name={quoteattr(path.name)} Source={quoteattr(inside)}/>'
                f'<RegistryValue Root="HKCU" Key="Software\\relance-xl" Name="{mark.hex}" Type="integer" Value="1" '
                f'KeyPath="yes"/></Component>'
            )


def _run(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603 - our own command


if __name__ == "__main__":
    kit, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for path in (nsis(kit, folder), msi(kit, folder)):
        print(f"{path} : {path.stat().st_size / 1e6:.1f} Mo")
