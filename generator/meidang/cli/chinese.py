"""argparse in Chinese: headings, usage, and what it says of a wrong option. It starts faster than any other parser."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, Final, NoReturn

#: argparse has no public name for what ``add_subparsers`` returns.
Commands = argparse._SubParsersAction  # noqa: SLF001

#: argparse's sentences about misuse, in Chinese.
_SAYINGS = (
    (re.compile(r"the following arguments are required: (.+)"), r"缺少 \1"),
    (re.compile(r"unrecognized arguments: (.+)"), r"不认识的选项：\1"),
    (re.compile(r"argument (.+?): expected one argument"), r"\1 后面要跟一个值"),
    (re.compile(r"argument (.+?): expected at least one argument"), r"\1 后面至少要跟一个值"),
    (re.compile(r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)"), r"\1 不能是 \2，可以是：\3"),
    (re.compile(r"argument (.+?): not allowed with argument (.+)"), r"\1 不能和 \2 一起用"),
    (re.compile(r"argument (.+?): ignored explicit argument (.+)"), r"\1 不带值，多了 \2"),
    (re.compile(r"ambiguous option: (.+) could match (.+)"), r"选项 \1 不明确，可能是：\2"),
    (re.compile(r"argument (.+?): (.+)"), r"\1：\2"),
)
#: Numbers that may name a person.
_LONG_NUMBER: Final = re.compile(r"[0-9]{11,}[Xx]?")
#: Words as Python quotes and joins them.
_QUOTED: Final = re.compile(r"(['\"])([^'\"]*)\1")


def _unquoted(message: str) -> str:
    said, mark, listed = message.partition("可以是：")
    return _QUOTED.sub(r"\2", said) + mark + _QUOTED.sub(r"\2", listed).replace(", ", "、")


class Behind(argparse.Action):
    """An option that stands in front of the command, behind which it belongs."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Say where it belongs, and end."""
        option = self.option_strings[0]
        parser.error(f"{option} 写在命令后面，例如 {parser.prog} {self.const} {option} {self.metavar}")


class Groups(Commands):  # type: ignore[type-arg]
    """Commands under headings. ``heads``: the heading above the command of this number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Without headings at first."""
        super().__init__(*args, **kwargs)
        self.heads: dict[int, str] = {}


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _format_action(self, action: argparse.Action) -> str:
        text = super()._format_action(action)
        if not isinstance(action, Commands):
            return text
        # Why: the list of commands would otherwise begin with a line that repeats its heading.
        return "".join(self._grouped(action)) if isinstance(action, Groups) else text.split("\n", 1)[1]

    def _grouped(self, action: Groups) -> Iterator[str]:
        for number, command in enumerate(self._iter_indented_subactions(action)):
            if title := action.heads.get(number):
                yield f"{'' if number == 0 else chr(10)}  {title}\n"
            yield super()._format_action(command)


class ChineseParser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Replace argparse's own headings and its help option."""
        kwargs.setdefault("formatter_class", _Formatter)
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs | {"add_help": False})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the call, and end with exit code 2."""
        for pattern, chinese in _SAYINGS:
            if pattern.fullmatch(message):
                message = _unquoted(pattern.sub(chinese, message))
                break
        print(f"meidang：{message}\n看用法：{self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


class CommandParser(ChineseParser):
    """The parser of one command: what it does not know it says itself, and names its own help."""

    def parse_known_args(  # type: ignore[override] # argparse overloads it for namespaces of other kinds
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Nothing is left for the parser above."""
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(_LONG_NUMBER.sub("（已隐去）", self._unknown(rest[0])))
        return found, rest

    def _unknown(self, word: str) -> str:
        if word.startswith("-"):
            name = word.partition("=")[0]
            close = get_close_matches(name, self._option_string_actions, n=1)
            return f"不认识的选项：{name}" + (f"，是不是 {close[0]}？" if close else "")
        if "=" in word and "--set" in self._option_string_actions:
            return f"多了“{word}”；字段的值前面要写 --set，例如 --set {word}"
        return f"多了“{word}”，不知道是什么；前面是不是少写了选项，或少写了引号？"
