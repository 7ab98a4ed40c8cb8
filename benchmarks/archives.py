"""Archives of any size for the benchmarks: the example hospital's people and techniques, cloned block by block.

Every clone keeps the shape of its original (length, nesting, findings); ids, names and references are its own. The same
size gives the same bytes.

    python benchmarks/archives.py 2000 FOLDER
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[1]
_CLONED = ("staff", "technique")


def make_archive(records: int, root: Path) -> Path:
    """Write an archive with exactly ``records`` people and techniques below ``root``; return ``root``."""
    source = EXAMPLE / "archive"
    originals = [(kind, file) for kind in _CLONED for file in sorted((source / kind).glob("*.yaml"))]
    ids = re.compile(r"(?<!/)\b(" + "|".join(file.stem for _, file in originals) + r")\b")
    shutil.copytree(source, root / "archive", ignore=lambda folder, _: _CLONED if Path(folder) == source else ())
    texts = [(kind, file.stem, file.read_text(encoding="utf-8")) for kind, file in originals]
    made = {_clone(texts[number % len(texts)][1], number // len(texts)) for number in range(records)}
    for number in range(records):
        kind, stem, text = texts[number % len(texts)]
        block = number // len(texts)
        _write(root / "archive" / kind / f"{_clone(stem, block)}.yaml", _clone_text(text, ids, block, made))
    return root


def _clone(stem: str, block: int) -> str:
    return stem if block == 0 else f"{stem}-{block:04d}"


def _clone_text(text: str, ids: re.Pattern[str], block: int, made: set[str]) -> str:
    """The text with the block's own ids; where the last block is cut short, those of the first stand in."""

    def own(match: re.Match[str]) -> str:
        clone = _clone(match[1], block)
        return clone if clone in made else match[1]

    if block == 0:
        return text
    named = re.sub(r"^((?:standard_)?name: )(.+)$", rf"\g<1>\g<2>{block}", text, count=1, flags=re.MULTILINE)
    return ids.sub(own, named)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make_archive(int(sys.argv[1]), Path(sys.argv[2]))
