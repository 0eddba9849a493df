"""Files and folders that last through a power cut, made sure of before anything names them (N-100)."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_NOT_OFFERED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.EPERM})
"""What a share or a stick answers that flushes no folder, or lets no one open it: nothing more can be asked of it."""


def flush_file(path: Path) -> None:
    """Return once the content of the file is on the disk.  OSError when the disk says that it is not."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))  # Windows flushes what may be written only
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Return once the names in `folder` are on the disk, where the system flushes folders.  OSError when it fails."""
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno in _NOT_OFFERED:
            return
        raise
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
    finally:
        with suppress(OSError):
            os.close(handle)


def flush_names(files: Iterable[Path]) -> None:
    """`flush_folder` for each folder that holds one of the files, or of the folders given among them."""
    for folder in dict.fromkeys(file.parent for file in files):
        flush_folder(folder)
