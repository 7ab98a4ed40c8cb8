"""A small institution whose records people edit from the command line."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from meidang.cli import main

SMALL = Path(__file__).parents[1] / "site" / "small"


@dataclass
class House:
    """A copy of the small archive, and what a command said."""

    root: Path
    capsys: pytest.CaptureFixture

    def run(self, *words: str) -> tuple[int, str]:
        try:
            code = main([*words, "--root", str(self.root)])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = self.capsys.readouterr()
        assert "程序内部出错" not in said.err
        return code, said.out + said.err

    def text(self, path: str) -> str:
        return (self.root / "archive" / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        file = self.root / "archive" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Every file and what it holds."""
        return {str(file.relative_to(self.root)): file.read_bytes() for file in self.root.rglob("*") if file.is_file()}


@pytest.fixture
def house(tmp_path, capsys):
    shutil.copytree(SMALL, tmp_path / "院")
    return House(tmp_path / "院", capsys)
