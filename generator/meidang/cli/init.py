"""``meidang init``: ask about the institution, make its folder, say what comes next."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar, get_args

from meidang import __version__
from meidang.cli import INTERRUPTED
from meidang.cli.options.init import PLATFORMS as NAMES
from meidang.cli.options.shared import day
from meidang.clock import today
from meidang.errors import UsageError
from meidang.findings import Severity
from meidang.models.institution import InstitutionType
from meidang.pipeline.installed import Installed, installed
from meidang.pipeline.starting import Started, refuse_place, start
from meidang.render.starter import DEPARTMENTS, PLATFORMS, WHEELS, Answers
from meidang.report.lines import one_line

_SEPARATORS: Final = re.compile("[、，,;；\\s]+")
_TYPES: Final[tuple[InstitutionType, ...]] = get_args(InstitutionType)
_GRADES: Final = ("一级", "二级", "三级", "未定级")
#: What people write for a platform, besides its key.
_CALLED: Final = {"1": "github", "2": "gitlab", "3": "forgejo", "gitea": "forgejo", "4": "all", "5": "none"}
#: Of a folder's name what a shell takes as it stands; ``shlex`` would quote any Chinese one.
_PLAIN: Final = re.compile(r"[\w./]+")
_T = TypeVar("_T")


def run(options: argparse.Namespace) -> int:
    """Ask what was not said, on a terminal; make the folder."""
    target = options.folder.absolute()
    refuse_place(target)
    asks = _asks(options)
    with_git = True if options.git is None else options.git
    origin = installed()
    try:
        answers = replace(_asked(options) if asks else _given(options), wheel=_wheel(origin))
        if asks and options.git is None:
            with_git = _ask("建立 Git 仓库吗，用来记下每次修改（y/n）", "y", _yes)
        started = start(target, answers, today=today(), with_git=with_git, wheel=origin.wheel)
    except EOFError:
        raise UsageError("没有回答完，没有写出任何文件") from None
    except KeyboardInterrupt:
        print("\nmeidang：已中断，没有写出任何文件。", file=sys.stderr)
        return INTERRUPTED
    print("\n".join(_last_word(started, answers, shown=str(options.folder), has_wheel=origin.wheel is not None)))
    return 0


def _asks(options: argparse.Namespace) -> bool:
    """Whether there is somebody to ask. Raises UsageError where nobody is there and not everything was said."""
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not options.yes
    if not asks and options.name is None:
        raise UsageError("请用 --name 写明机构名称（在终端里运行则会逐项询问）")
    if not asks and not options.yes:
        raise UsageError("不是在终端里运行：请用选项写明，并加 --yes 表示不再询问")
    return asks


def _wheel(origin: Installed) -> str:
    """The name of the program's own file, whether it is at hand or must be brought."""
    if origin.is_from_index:
        return ""
    return origin.wheel.name if origin.wheel else f"meidang-{__version__}-py3-none-any.whl"


# --- what is asked ---------------------------------------------------------------------------------------------------


def _given(options: argparse.Namespace) -> Answers:
    try:
        return Answers(
            _name(options.name),
            today(),
            __version__,
            short_name=(options.short_name or "").strip(),
            institution_type=_type(options.type or ""),
            institution_grade=options.grade or "",
            inspection_on=options.inspection,
            in_use=_departments(options.departments or ""),
            platforms=_platforms(options.ci or "github"),
        )
    except ValueError as error:
        raise UsageError(str(error)) from None


def _asked(options: argparse.Namespace) -> Answers:
    print("请回答几个问题；直接回车用括号里的默认值，以后都可以在文件里改。\n")
    name = _ask("机构名称（照执业许可证）", options.name, _name)
    short = _ask("简称（手机上看网站时页眉用，例如 星河；没有直接回车）", options.short_name, str.strip)
    print("\n机构类型：\n" + _numbered(_TYPES))
    kind = _ask("类型（写序号，不清楚直接回车）", options.type or "", _type)
    said = options.grade or next((grade for grade in _GRADES if kind and grade in kind), "")
    grade = _ask("等级（一级、二级、三级、未定级，不清楚直接回车）", said, _grade)
    print("\n科室：\n" + _numbered([one.name for one in DEPARTMENTS]))
    in_use = _ask("在用的科室（写序号或名称，用顿号隔开，或写 全部）", options.departments or "", _departments)
    said = options.inspection.isoformat() if options.inspection else ""
    inspection = _ask("评审日期（例如 2027-03-01，还不知道直接回车）", said, _day)
    print(
        "\n代码托管平台，多人一起改和自动检查用：\n" + _numbered((*PLATFORMS.values(), "三种都写", "还不知道，先不写"))
    )
    platforms = _ask("平台（写序号）", options.ci or "1", _platforms)
    return Answers(
        name,
        today(),
        __version__,
        short_name=short,
        institution_type=kind,
        institution_grade=grade,
        inspection_on=inspection,
        in_use=in_use,
        platforms=platforms,
    )


def _numbered(choices: Sequence[str]) -> str:
    return "\n".join(f"  {number} {one}" for number, one in enumerate(choices, 1))


def _ask(question: str, default: str | None, understood: Callable[[str], _T]) -> _T:
    """Ask until the answer is understood."""
    while True:
        answer = input(f"{question}{f' [{one_line(default)}]' if default else ''}：").strip() or default or ""
        try:
            return understood(answer)
        except ValueError as error:
            print(f"  {one_line(str(error))}")


def _name(text: str) -> str:
    if not text.strip():
        raise ValueError("机构名称要写")
    return text.strip()


def _typed(text: str) -> str:
    """As it would be typed without an input method: full-width digits, letters and brackets are the plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _type(text: str) -> InstitutionType | None:
    if not text:
        return None
    named = [kind for number, kind in enumerate(_TYPES, 1) if _typed(text) in {_typed(kind), str(number)}]
    if not named:
        raise ValueError(f"没有机构类型“{text}”，可以写：{'、'.join(_TYPES)}")
    return named[0]


def _grade(text: str) -> str:
    if text and text not in _GRADES:
        raise ValueError(f"没有等级“{text}”，可以写：{'、'.join(_GRADES)}")
    return text


def _departments(text: str) -> tuple[str, ...]:
    if text.strip() == "全部":
        return tuple(one.id for one in DEPARTMENTS)
    words = {word for word in _SEPARATORS.split(_typed(text)) if word}
    known = {word: one.id for number, one in enumerate(DEPARTMENTS, 1) for word in (one.id, one.name, str(number))}
    if unknown := sorted(words - known.keys()):
        named = "、".join(one.name for one in DEPARTMENTS)
        raise ValueError(f"没有科室“{'、'.join(unknown)}”，可以写：{named}")
    chosen = {known[word] for word in words}
    return tuple(one.id for one in DEPARTMENTS if one.id in chosen)


def _platforms(text: str) -> tuple[str, ...]:
    typed = _typed(text).lower()
    chosen = _CALLED.get(typed, typed)
    if chosen not in {*NAMES, "all", "none"}:
        raise ValueError(f"没有平台“{text}”，可以写序号，或 {'、'.join(NAMES)}、all、none")
    return NAMES if chosen == "all" else () if chosen == "none" else (chosen,)


def _day(text: str) -> date | None:
    try:
        return day(_typed(text)) if text else None
    except argparse.ArgumentTypeError as error:
        raise ValueError(str(error)) from None


def _yes(text: str) -> bool:
    typed = _typed(text).lower()
    if typed not in {"y", "yes", "是", "n", "no", "否"}:
        raise ValueError("请写 y 或 n")
    return typed in {"y", "yes", "是"}


# --- what is said ----------------------------------------------------------------------------------------------------


def _last_word(started: Started, answers: Answers, *, shown: str, has_wheel: bool) -> Iterator[str]:
    yield f"已建好 {one_line(shown)}：{started.files} 个文件。"
    if started.without_git:
        yield f"没有建立 Git 仓库：{started.without_git}。"
    if answers.wheel and not has_wheel:
        yield f"还缺安装文件 {answers.wheel}：请放进 {WHEELS} 文件夹，别人的电脑和自动检查都用它安装。"
    compliance = [found for found in started.checked.findings if found.severity > Severity.NOTICE]
    yield f"现在检查会列出 {len(compliance)} 条，都是还没有登记的证照和信息，不是出了错；逐项填写就会减少。"
    yield "接下来："
    yield f"  cd {shown if _PLAIN.fullmatch(shown) else shlex.quote(one_line(shown))}"
    yield "  打开 README.md，照“第一周”做：先填机构和科室，再填人员"
    yield "  meidang check"
    if answers.platforms:
        titles = "、".join(PLATFORMS[platform] for platform in answers.platforms)
        yield f"推送到 {titles} 以后，合并请求会自动检查；README.md 的“平台设置”说明要设哪几项。"
