"""No committed file names a place of the machine it was written on, or the host of a package registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tools import require_tool

CHECKOUT = Path(__file__).parents[2]

# In pieces, so that this file is no finding of its own.
FOLDERS = "|".join(("work", "root", r"home/\w+", "opt/pyp" + "i", r"Users/\w+"))
HOSTS = "|".join(
    re.escape(".".join(parts))
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs"),
        ("registry", "yarnpkg"),
        ("deb", "debian"),
        ("security", "debian"),
        ("proxy", "golang"),
        ("static", "crates"),
    )
)
FORBIDDEN = re.compile(rf"(?<![\w.*-])/(?:{FOLDERS})/|/simpl[e]/|{HOSTS}".encode())


def committed() -> list[Path]:
    """Every file that git knows and that still lies on disk."""
    listing = subprocess.run([require_tool("git"), "ls-files", "-z"], cwd=CHECKOUT, check=True, capture_output=True)
    paths = [CHECKOUT / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def test_no_committed_file_names_a_machine_or_a_registry():
    found = [
        f"{path.relative_to(CHECKOUT)}:{number}: {match[0].decode()}"
        for path in committed()
        for number, line in enumerate(path.read_bytes().splitlines(), start=1)
        if (match := FORBIDDEN.search(line))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["cd /work" + "/main", "see /ro" + "ot/.cache", "https://host/simp" + "le/x", "//pyp" + "i.org"]
)
def test_such_a_place_is_recognised(text):
    assert FORBIDDEN.search(text.encode())


@pytest.mark.parametrize("text", ["archive/work/x", "https://example.com/work/", "a simple/plain word"])
def test_other_places_are_let_pass(text):
    assert not FORBIDDEN.search(text.encode())


def test_the_licence_is_apache():
    text = (CHECKOUT / "LICENSE").read_text(encoding="utf-8")
    assert text.split(maxsplit=4)[:4] == ["Apache", "License", "Version", "2.0,"]
    assert "END OF TERMS AND CONDITIONS" in text
