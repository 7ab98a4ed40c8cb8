"""``meidang verify``: whether a document still says what it was made to say, and from which revision it came."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from meidang.errors import UsageError
from meidang.pipeline import require_archive
from meidang.pipeline.verify import Origin, Verdict, carriers, verify, verify_with
from meidang.project import Project
from meidang.render.word.blocks import Block
from meidang.render.word.compare import Change, How, PictureChange
from meidang.render.word.seal import Seal, typed_code
from meidang.report.lines import one_line

#: More than any document that is read.
_MOST_BYTES: Final = 210 * 2**20
_MOST, _WIDTH = 200, 40


def run(options: argparse.Namespace) -> int:
    """Verify files, or look for the document that carries a code; 1 where one is changed, forged or not ours."""
    project = _project(options.root)
    codes = {text: code for text in options.what if (code := typed_code(text)) and not Path(text).exists()}
    files = {text: _read(Path(text)) for text in options.what if text not in codes}
    found = verify_with(project, files) if project else {name: verify(content) for name, content in files.items()}
    for name, verdict in found.items():
        sys.stdout.write("\n".join([one_line(name), *(f"  {line}" for line in _report(verdict)), ""]))
    lost = [code for code in codes.values() if not _look_for(code, project)]
    return int(bool(lost) or not all(verdict.is_sound for verdict in found.values()))


def _project(root: Path | None) -> Project | None:
    """The archive to ask: that of ``--root``, or the one in which the command was called, if any."""
    if root is not None:
        return require_archive(Project(root.absolute()))
    here = Project(Path().absolute())
    return here if here.archive.is_dir() else None


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise UsageError(f"没有文件 {one_line(str(file))}；要查校验码，写成 XXXX-XXXX-XXXX 共 12 位")
    with file.open("rb") as opened:
        return opened.read(_MOST_BYTES)


# --- a file ----------------------------------------------------------------------------------------------------------


def _report(verdict: Verdict) -> Iterator[str]:
    if verdict.seal is None or verdict.comparison is None:
        yield verdict.fault
        return
    changes, pictures = verdict.comparison.changes, verdict.comparison.pictures
    yield _headline(verdict)
    yield from _origin(verdict.seal)
    yield _proof(verdict)
    if verdict.is_sound:
        return
    yield from islice(_each(changes, verdict.original or {}), _MOST)
    if len(changes) > _MOST:
        yield f"…共 {len(changes)} 处，以上只列出一部分"
    yield from (_picture(change) for change in pictures)
    if not changes and not pictures:
        yield "正文里看不出是哪一处；被改的是校验信息本身"


def _headline(verdict: Verdict) -> str:
    comparison = verdict.comparison
    if verdict.is_sound or comparison is None:
        return "未改动"
    hows = [*(one.how for one in comparison.changes), *(one.how for one in comparison.pictures)]
    counts = [f"{how.value} {count} 处" for how in How if (count := hows.count(how))]
    return f"有改动：{'，'.join(counts)}" if counts else "有改动"


def _origin(seal: Seal) -> Iterator[str]:
    facts = seal.facts
    yield one_line(f"{facts.institution}《{facts.title}》{facts.kind}/{facts.id}")
    yield one_line(f"档案版本 {facts.revision}，截至 {facts.as_of}，校验码 {seal.code}")


def _proof(verdict: Verdict) -> str:
    match verdict.origin:
        case Origin.GENUINE if not verdict.is_sound:
            return "原件属实（按这个版本的档案重新生成，与校验信息一致），但这份文件在生成之后改动过"
        case Origin.GENUINE:
            return "属实：按这个版本的档案重新生成，内容与校验信息一致"
        case Origin.FORGED:
            return "不属实：按这个版本的档案重新生成，得到的内容不是这样。以下是与档案不同之处"
        case Origin.OTHER_PROGRAM:
            return "没能与档案核对：生成它的程序是另一个版本，重做的内容不同；请用当时的版本再核对"
        case Origin.UNKNOWN:
            return one_line(f"没能与档案核对：{verdict.why}")
        case Origin.UNASKED:
            return "只核对了文件自带的校验信息；要防伪造，请用 --root 指明机构的文件夹，与档案核对"


def _each(changes: tuple[Change, ...], original: Mapping[str, list[Block]]) -> Iterator[str]:
    """Every change with its place; the cells of a row that was added as a whole stand on one line."""
    for (how, row), group in groupby(changes, key=_row):
        together = list(group)
        if row and len(together) > 1:
            texts = "｜".join(_cut(one.block.text) for one in together if one.block)
            yield f"{how.value}　{one_line(row)}：{texts}"
            continue
        for change in together:
            yield from _one(change, original)


def _row(change: Change) -> tuple[How, str]:
    if change.how is How.ADDED and change.block and " 行" in change.block.where:
        return change.how, change.block.where.rpartition(" 行")[0] + " 行"
    return change.how, ""


def _one(change: Change, original: Mapping[str, list[Block]]) -> Iterator[str]:
    known = original.get(change.region, [])
    was = known[change.was] if change.was is not None and change.was < len(known) else None
    if change.how is How.REMOVED:
        above = f"在{change.block.where}“{_cut(change.block.text, 20)}”之后" if change.block else "在开头"
        yield f"{change.how.value}　{one_line(was.where) if was else one_line(f'{change.region}，{above}')}"
    elif change.block:
        yield f"{change.how.value}　{one_line(change.block.where)}：{_cut(change.block.text)}"
    if was:
        yield f"　　　原为：{_cut(was.text)}"


def _cut(text: str, width: int = _WIDTH) -> str:
    return one_line(text if len(text) <= width else f"{text[:width]}…")


def _picture(change: PictureChange) -> str:
    if change.how is How.REMOVED:
        return "删除　一张图片"
    place = one_line(change.where) or "没有显示出来的地方"
    return f"{change.how.value}　图片，在{place}"


# --- a code ----------------------------------------------------------------------------------------------------------


def _look_for(code: str, project: Project | None) -> bool:
    """Say which built document carries a code, or how to find out."""
    carrying = list(carriers(project, code)) if project else []
    lines = [f"校验码 {code}"]
    for place, seal in carrying:
        lines += [f"  {one_line(str(place))}", *(f"    {line}" for line in _origin(seal))]
    if not carrying:
        where = f"{project.build} 里没有带这个校验码的文档" if project else "这里没有机构的档案，查不到是哪份文档"
        lines += [
            f"  {one_line(where)}。",
            "  校验码随内容而变：请在纸上那份写明的档案版本和截至日期上重新生成文档，再查一次；",
            "  扫描二维码可以读到种类、编号、截至日期和档案版本。查得到校验码，还要比对纸上的内容。",
        ]
    sys.stdout.write("\n".join([*lines, ""]))
    return bool(carrying)
