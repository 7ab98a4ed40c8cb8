"""What the running program was installed from: a new archive is given the same, so that everybody's checks agree."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Installed:
    """``is_from_index``: by its name, from a package index; otherwise ``wheel`` is the file, None where it is gone."""

    is_from_index: bool = False
    wheel: Path | None = None


def installed() -> Installed:
    """What pip wrote down about us (PEP 610: the address, unless it was an index)."""
    try:
        found = distribution("meidang")
    except PackageNotFoundError:
        return Installed()
    return installed_from(found)


def installed_from(found: Distribution) -> Installed:
    """The same of any distribution; a file counts only while it is the one that was installed."""
    text = found.read_text("direct_url.json")
    if text is None:
        return Installed(is_from_index=True)
    origin: Any = json.loads(text)
    address = urlsplit(origin["url"])
    file = Path(unquote(address.path))
    archive = origin.get("archive_info", {})
    # Older pips write one digest only.
    wanted = archive.get("hashes", {}).get("sha256") or archive.get("hash", "").removeprefix("sha256=")
    if address.scheme != "file" or file.suffix != ".whl" or not file.is_file():
        return Installed()
    return Installed(wheel=file) if sha256(file.read_bytes()).hexdigest() == wanted else Installed()
