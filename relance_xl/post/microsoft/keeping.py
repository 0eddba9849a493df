"""Where the tokens are kept: encrypted by the system for this user, else in memory alone, never in a workbook."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from relance_xl.machine.logs import NAME

if TYPE_CHECKING:
    from msal import SerializableTokenCache


def sessions_folder(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """Where this system keeps what a program knows of a user, on this machine only."""
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / NAME / "Connexions"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / NAME / "Connexions"
    state = environment.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / NAME / "connexions"


def place_of(client_id: str, tenant: str) -> Path:
    """The file of one application of one directory; its name says neither."""
    return sessions_folder() / f"{sha256(f'{tenant}/{client_id}'.casefold().encode()).hexdigest()[:24]}.bin"


@lru_cache
def kept(place: Path) -> SerializableTokenCache:
    """The tokens of this file, encrypted by DPAPI, Keychain or libsecret; `is_encrypted` is lacking of one in memory.

    One that cannot be read (a profile copied from another machine, a damaged file) is begun anew: whoever uses it is
    asked to sign in again.  The one in memory lasts as long as the program: it is never written in clear.
    """
    import msal_extensions  # noqa: PLC0415 - an extra, slow to import
    from msal import SerializableTokenCache  # noqa: PLC0415

    try:
        persistence = msal_extensions.build_encrypted_persistence(str(place))
    except Exception:  # noqa: BLE001 - each system has its own way of lacking a key store, and its own error
        return SerializableTokenCache()
    if not _readable(persistence):
        forget(place)
    return msal_extensions.PersistedTokenCache(persistence)


def _readable(persistence: object) -> bool:
    from msal import SerializableTokenCache  # noqa: PLC0415
    from msal_extensions.persistence import PersistenceNotFound  # noqa: PLC0415

    try:
        SerializableTokenCache().deserialize(persistence.load())  # type: ignore[attr-defined]  # published without types
    except PersistenceNotFound:
        return True
    except Exception:  # noqa: BLE001 - see above
        return False
    return True


def lasts(cache: SerializableTokenCache) -> bool:
    """Whether the tokens outlive the program."""
    return bool(getattr(cache, "is_encrypted", False))


def forget(place: Path) -> None:
    """Throw the tokens of this file away, readable or not; no network is needed.  ImportError without the extra."""
    import msal_extensions  # noqa: PLC0415

    kept.cache_clear()
    with suppress(Exception):  # see above; where the system keeps them elsewhere than in the file, they go there
        msal_extensions.build_encrypted_persistence(str(place)).save("{}")
    with suppress(OSError):
        place.unlink()
