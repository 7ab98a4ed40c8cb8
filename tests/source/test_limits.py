"""Bombs end at a limit, not at the end of memory or patience. Wall time is not asserted: the findings show where it ended."""

from __future__ import annotations

import pytest

from meidang.source.limits import Limits
from meidang.source.read import parse

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)
MIB = 1024 * 1024


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        pytest.param("a: " + "[" * 25_000 + "]" * 25_000, "SRC004", "嵌套超过 20 层", id="25,000 levels"),
        pytest.param("[" * MIB, "SRC004", "嵌套超过 20 层", id="a MiB of ["),
        pytest.param("{" * MIB, "SRC004", "嵌套超过 20 层", id="a MiB of {"),
        pytest.param("- " * (MIB // 2), "SRC004", "嵌套超过 20 层", id="a MiB of dashes"),
        pytest.param("? " * (MIB // 2), "SRC004", "嵌套超过 20 层", id="a MiB of question marks"),
        pytest.param("a: [" + "x," * 500_000 + "]", "SRC004", "内容超过 50000 项", id="half a million items"),
        pytest.param("".join(f"k{n}: \n" for n in range(100_000)), "SRC004", "内容超过 50000 项", id="100,000 keys"),
        pytest.param("a: 1\n" * 200_000, "SRC004", "内容超过 50000 项", id="200,000 times the same key"),
        pytest.param(f"a: {'x' * 30_001}\n", "SRC004", "一段文字有 30001 个字符，超过 30000", id="a long value"),
        pytest.param(f"a: |\n  {'x' * 30_000}\n", "SRC004", "一段文字有 30001 个字符，超过 30000", id="a long block"),
        pytest.param(
            f"a: '{'x' * (MIB - 10)}'\n", "SRC004", "一段文字有 1048566 个字符，超过 30000", id="a MiB of value"
        ),
        pytest.param("x" * (MIB + 1), "SRC004", "文件超过 1024 KiB", id="over a MiB"),
        pytest.param(
            "a\n" * (MIB // 2), "SRC012", "没有引号的文字从第 1 行跨到第 524288 行", id="half a million lines"
        ),
        pytest.param("\x01" * MIB, "SRC006", "有不允许的控制字符 U+0001", id="a MiB of control characters"),
        pytest.param("\t" * MIB, "SRC008", "缩进用了制表符（Tab）", id="a MiB of tabs"),
        pytest.param("a: '" + "\n" * (MIB - 10) + "'", "SRC012", None, id="a MiB of empty lines in quotes"),
        pytest.param('a: "' + "\\n" * 500_000 + '"', "SRC004", None, id="a MiB of escapes"),
        pytest.param("a" * 2_000 + ": 1\n", "SRC018", None, id="a key too long for libyaml"),
    ],
)
def test_a_bomb_ends_at_a_limit(text, code, message):
    findings = parse(text, "f").findings
    assert 1 <= len(findings) <= 22
    assert code in {finding.code for finding in findings}
    assert message is None or message in {finding.message for finding in findings}


def test_a_billion_laughs_are_refused_at_the_first_anchor_and_never_multiplied():
    findings = parse(LAUGHS, "f").findings
    assert findings[0].message == "用了 & 开头的锚点"
    assert {finding.code for finding in findings} == {"SRC013"}


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("a: [[x]]\n", Limits(depth=3)),
        ("a: xyz\nb: [1, 2]\n", Limits(nodes=7)),
        ("a: xyz\n", Limits(scalar=3)),
        ("a: xyz\n", Limits(file_bytes=7)),
    ],
)
def test_what_just_fits_is_read_and_one_more_is_not(text, limits):
    assert parse(text, "f", limits).findings == ()
    less = {name: getattr(limits, name) - 1 for name in ("depth", "nodes", "scalar", "file_bytes")}
    changed = {name: value for name, value in less.items() if getattr(limits, name) != getattr(Limits(), name)}
    assert [finding.code for finding in parse(text, "f", Limits(**changed)).findings] == ["SRC004"]
