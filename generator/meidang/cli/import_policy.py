"""``meidang import-policy``: an existing Word policy becomes a record; what was lost and what is missing is said."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from meidang.errors import UsageError
from meidang.pipeline import require_archive
from meidang.pipeline.policies import faults_in, policy_path, refuse_taken, write_policy
from meidang.project import Project
from meidang.render.policies.imported import Empty, Imported, imported
from meidang.render.policies.pandoc import Failed
from meidang.render.word.package import Corrupt, Refused
from meidang.report.lines import one_line

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}", re.ASCII)
#: More than any Word document that is read.
_MOST = 21 * 2**20


def run(options: argparse.Namespace) -> int:
    """Convert and write; 1 where the document cannot be taken, and then nothing is written."""
    project = require_archive(Project(options.root.absolute()))
    policy_id = _id(options.id, options.file)
    content = _read(options.file)
    refuse_taken(project, policy_id)
    try:
        made = imported(content, policy_id, options.file.stem)
    except (Corrupt, Refused) as error:
        return _say_no(f"{options.file.name} {_reason(error)}")
    except Empty:
        return _say_no(f"{options.file.name} 里除了标题没有能带入的文字或图片，请打开核对")
    except Failed:
        return _say_no(f"{options.file.name} 的内容读不出来，请用 Word 打开后另存为 .docx 再试")
    if faults := faults_in(policy_id, made):
        return _say_no("\n".join(["转换后的内容不合格：", *(f"  {one.message}；{one.fix}" for one in faults)]))
    try:
        written = write_policy(project, policy_id, made)
    except FileExistsError:
        raise UsageError(f"{policy_path(policy_id)} 已经存在，不会覆盖；用 --id 换一个编号") from None
    sys.stdout.write("\n".join(_report(made, written)) + "\n")
    return 0


def _id(given: str | None, file: Path) -> str:
    policy_id = given if given is not None else file.stem
    if not _ID.fullmatch(policy_id):
        said = f"“{given}”不能作编号" if given is not None else f"文件名“{file.stem}”不能作编号，请用 --id 指明"
        raise UsageError(f"{said}：字母开头，只含字母、数字、- 和 _，最多 64 个，例如 --id follow-up")
    return policy_id


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise UsageError(f"没有文件 {file}")
    with file.open("rb") as opened:
        return opened.read(_MOST)


def _reason(error: Corrupt | Refused) -> str:
    if isinstance(error, Corrupt):
        return f"不能导入：{one_line(str(error))}。旧的 .doc 请先在 Word 里另存为 .docx"
    return f"不能导入：{one_line(str(error))}。请在 Word 里删去后另存为不带宏的 .docx"


def _say_no(message: str) -> int:
    sys.stdout.write(f"{message}\n没有写入任何文件。\n")
    return 1


def _report(made: Imported, written: tuple[str, ...]) -> Iterator[str]:
    yield f"已导入《{made.title}》："
    yield from (f"  {path}" for path in written)
    if made.lost:
        yield "没能原样带入，请对照原文核对："
        yield from (f"  {one_line(sentence)}" for sentence in made.lost)
    yield f"还缺，请补在文件开头的 --- 之间：\n  {'、'.join(made.missing)}"
    yield "补好后运行 meidang check 检查。"
