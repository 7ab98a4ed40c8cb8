"""The reader as a specification: hostile or honest text -> exactly these findings, or exactly this data."""

from __future__ import annotations

import pytest

from meidang.source.problems import PROBLEMS
from meidang.source.read import parse

REFUSED = [
    # SRC006 看不见的或不允许的字符
    ("a: x\x00y\n", ["1:5 SRC006 有不允许的空字符（NUL） U+0000"]),
    ("a: 张\u200b三\n", ["1:5 SRC006 有不允许的看不见的零宽字符 U+200B"]),
    ("# x\u2028evil: 1\na: 1\n", ["1:4 SRC006 有不允许的行分隔符 U+2028"]),
    ('a: "\\u202e"\n', ["1:4 SRC006 反斜杠写法里有不允许的文字方向控制符 U+202E"]),
    ('"\\u200b": 1\n', ["1:1 SRC006 反斜杠写法里有不允许的看不见的零宽字符 U+200B"]),
    ('a: "x\\0"\n', ["1:4 SRC006 反斜杠写法里有不允许的空字符（NUL） U+0000"]),
    ('a: "\\ud800"\n', ["1:7 SRC006 反斜杠写法里有残缺字符（代理项）"]),
    ("a: 1\rb: 2\r", ["1:5 SRC006 有不允许的单独的回车符 U+000D", "2:5 SRC006 有不允许的单独的回车符 U+000D"]),
    ("a: \ufeff1\n", ["1:4 SRC006 有不允许的文件中间的 BOM U+FEFF"]),
    ("a: \x85\n", ["1:4 SRC006 有不允许的换行控制符 U+0085"]),
    ("a: \ufffe\U0001ffff\n", ["1:4 SRC006 有不允许的非字符 U+FFFE", "1:5 SRC006 有不允许的非字符 U+1FFFF"]),
    ("a: \ud800\n", ["1:4 SRC006 有不允许的残缺字符（代理项） U+D800"]),
    ("a: \ufffd\n", ["1:4 SRC006 有不允许的乱码留下的替换符 U+FFFD"]),
    ("a: \x7f\n", ["1:4 SRC006 有不允许的删除符（DEL） U+007F"]),
    ("a: \U000e0041\n", ["1:4 SRC006 有不允许的看不见的零宽字符 U+E0041"]),
    ("a: \u2060\n", ["1:4 SRC006 有不允许的看不见的零宽字符 U+2060"]),
    ("a: \u2067\n", ["1:4 SRC006 有不允许的文字方向控制符 U+2067"]),
    ('a: "\\N"\n', ["1:4 SRC006 反斜杠写法里有不允许的换行控制符 U+0085"]),
    ('a: "\\r\\n"\n', ["1:4 SRC006 反斜杠写法里有不允许的单独的回车符 U+000D"]),
    ("a: 丁\u00a0一\n", ["1:5 SRC006 有不允许的不换行空格 U+00A0，看起来像普通空格"]),
    ("a: '丁\u00a0一\u00a0二'\n", ["1:6 SRC006 有不允许的不换行空格 U+00A0，看起来像普通空格"]),
    ("a:\n  - 适应症：\u2003单睑\n", ["2:9 SRC006 有不允许的特殊空格 U+2003，看起来像普通空格"]),
    ('a: "丁\\_一"\n', ["1:4 SRC006 反斜杠写法里有不允许的不换行空格 U+00A0"]),
    (
        "na\u00a0me: 1\nb: 丁\u202f一\n",
        [
            "1:3 SRC006 有不允许的不换行空格 U+00A0，看起来像普通空格",
            "2:5 SRC006 有不允许的特殊空格 U+202F，看起来像普通空格",
        ],
    ),
    # SRC007 合并冲突没有解决
    (
        "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n",
        ["2:1 SRC007 合并冲突没有解决，从第 2 行到第 6 行"],
    ),
    (
        "a: |\n  x\n<<<<<<< HEAD\n  y\n=======\n  z\n>>>>>>> x\n",
        ["3:1 SRC007 合并冲突没有解决，从第 3 行到第 7 行"],
    ),
    (
        "<<<<<<< a\nb: 2\n||||||| c\nb: 1\n=======\nb: 3\n>>>>>>> x\nc: 1\n<<<<<<< a\n=======\nd: 3\n>>>>>>> x\n",
        ["1:1 SRC007 合并冲突没有解决，从第 1 行到第 7 行", "9:1 SRC007 合并冲突没有解决，从第 9 行到第 12 行"],
    ),
    ("a: 1\n=======\nb: 3\n>>>>>>> x\n", ["2:1 SRC007 合并冲突没有解决，从第 2 行到第 4 行"]),
    ("a: 1\n>>>>>>> x\n", ["2:1 SRC007 合并冲突没有解决"]),
    ("<<<<<<< a\nb: 2\n<<<<<<< c\nb: 1\n", ["1:1 SRC007 合并冲突没有解决", "3:1 SRC007 合并冲突没有解决"]),
    # SRC008 缩进用了制表符或全角空格
    ("a:\n\tb: 1\n", ["2:1 SRC008 缩进用了制表符（Tab）"]),
    ("a:\n  - b\n\t- c\n", ["3:1 SRC008 缩进用了制表符（Tab）"]),
    ("a: 1\n\t# c\n", ["2:1 SRC008 缩进用了制表符（Tab）"]),
    ("a:\n\u3000\u3000b: 1\n", ["2:1 SRC008 缩进用了全角空格或不换行空格"]),
    ("a:\n\u00a0\u00a0b: 1\n", ["2:1 SRC008 缩进用了全角空格或不换行空格"]),
    # SRC009 用了全角标点
    ("a:\n  － type: x\n    b: 1\n", ["2:3 SRC009 列表项前面用了全角短横线或破折号"]),
    ("a:\n  — type: x\n    b: 1\n", ["2:3 SRC009 列表项前面用了全角短横线或破折号"]),
    ("a:\n  － type: x\n", ["2:3 SRC009 列表项前面用了全角短横线或破折号"]),
    ("a:\n  － type：x\n", ["2:3 SRC009 列表项前面用了全角短横线或破折号"]),
    ("a:\n  － x\n", ["2:3 SRC009 列表项前面用了全角短横线或破折号"]),
    ("a:\n  －x\n", ["2:3 SRC009 列表项前面用了全角短横线或破折号"]),
    (
        "a:\n– 甲\n– 乙\n",
        ["2:1 SRC009 列表项前面用了全角短横线或破折号", "3:1 SRC009 列表项前面用了全角短横线或破折号"],
    ),
    ("a:\n  - x\n  — y\n", ["3:3 SRC009 列表项前面用了全角短横线或破折号"]),
    ("name：张三\nsex: 女\n", ["1:5 SRC009 键后面用了全角冒号"]),
    ("a: 1\nb：2\nc: 3\nd：4\n", ["2:2 SRC009 键后面用了全角冒号", "4:2 SRC009 键后面用了全角冒号"]),
    ("姓名：张三\n性别：女\n", ["1:3 SRC009 键后面用了全角冒号", "2:3 SRC009 键后面用了全角冒号"]),
    ("a:\n  b：2\n", ["2:4 SRC009 键后面用了全角冒号"]),
    ("a: x\n  b：2\n", ["2:4 SRC009 键后面用了全角冒号"]),
    ("a:\n  - b：2\n    c: 1\n", ["2:6 SRC009 键后面用了全角冒号"]),
    ("a: [甲，乙, 丙]\n", ["1:5 SRC009 方括号里用了全角逗号"]),
    ("a: “张三”\n", ["1:4 SRC009 用了全角引号"]),
    ("a:\n  - ‘x’\n", ["2:5 SRC009 用了全角引号"]),
    ("a: ［1，2］\n", ["1:4 SRC009 用了全角括号"]),
    # SRC010 缺少空格
    ("a:\n  -甲\n", ["2:3 SRC010 短横线后面没有空格"]),
    ("a:\n  -甲\n  -乙\n", ["2:3 SRC010 短横线后面没有空格", "3:3 SRC010 短横线后面没有空格"]),
    ("name:张三\nsex: 女\n", ["1:5 SRC010 冒号后面没有半角空格"]),
    ("sex: 女\nname:张三\n", ["2:5 SRC010 冒号后面没有半角空格"]),
    ("a:\n  - name:张三\n    sex: 女\n", ["2:9 SRC010 冒号后面没有半角空格"]),
    ("a:\xa01\n", ["1:2 SRC010 冒号后面没有半角空格"]),
    ("a:\u30001\nb: 2\n", ["1:2 SRC010 冒号后面没有半角空格"]),
    # SRC028 填写提示
    (
        "a: 〔登记号〕\nb:\n  - 〔甲（例如 〔2026〕1 号）〕\n",
        ["1:4 SRC028 〔…〕是填写提示，还没有换成内容", "3:5 SRC028 〔…〕是填写提示，还没有换成内容"],
    ),
    # SRC011 # 截断了没有引号的内容
    ("a: x #1\n", ["1:6 SRC011 # 后面的文字会被当成注释丢掉"]),
    ("a: #3手术室\n", ["1:4 SRC011 # 后面的文字会被当成注释丢掉"]),
    ("a:\n  - x # y\n", ["2:7 SRC011 # 后面的文字会被当成注释丢掉"]),
    ("a: [x, y # z\n  ]\n", ["1:10 SRC011 # 后面的文字会被当成注释丢掉"]),
    ("a: x\t# y\n", ["1:6 SRC011 # 后面的文字会被当成注释丢掉"]),
    # SRC012 文字跨行
    ('a: "x\n  y"\nb: 1\n', ["1:4 SRC012 引号没有在这一行结束，会吞掉下面的行"]),
    ('a: "x\nb: "c"\n', ["1:4 SRC012 引号没有在这一行结束，会吞掉下面的行"]),
    ('a: "x\nb: c\n', ["1:4 SRC012 引号没有在这一行结束，会吞掉下面的行"]),
    ("a: 'x\nb: c\n", ["1:4 SRC012 引号没有在这一行结束，会吞掉下面的行"]),
    ("a: x\n  y\nb: 1\n", ["1:4 SRC012 没有引号的文字从第 1 行跨到第 2 行"]),
    ("a: 'x\n--- y'\n", ["1:4 SRC012 引号没有在这一行结束，会吞掉下面的行"]),
    # SRC013 用了锚点、别名、标签、合并键或指令
    ("a: &x 1\nb: *x\n", ["1:4 SRC013 用了 & 开头的锚点", "2:4 SRC013 用了 * 开头的别名"]),
    ("a: !!int 1\n", ["1:4 SRC013 用了类型标签（!）"]),
    ("a: !x\n  b: 1\n", ["1:4 SRC013 用了类型标签（!）"]),
    ("a: 1\n<<: {b: 1}\n", ["2:1 SRC013 用了合并键 <<"]),
    ("a: *重点*\n", ["1:4 SRC013 * 开头的文字会被当成别名"]),
    ("a: *\n", ["1:4 SRC013 * 开头的文字会被当成别名"]),
    ("a: & b\n", ["1:4 SRC013 & 开头的文字会被当成锚点"]),
    ("a: !\n", ["1:4 SRC013 用了类型标签（!）"]),
    ("%YAML 1.2\n---\na: 1\n", ["1:1 SRC013 用了 % 开头的指令"]),
    ("%FOO\n---\na: 1\n", ["1:1 SRC013 用了 % 开头的指令"]),
    # SRC014 一个文件里有多份文档
    ("a: 1\n---\nb: 2\n", ["2:1 SRC014 一个文件里有不止一份文档"]),
    ("a: 1\n---\n", ["2:1 SRC014 一个文件里有不止一份文档"]),
    # SRC015 键不是文字
    (": 1\n", ["1:1 SRC015 冒号前面没有键"]),
    ("~: 1\n", ["1:1 SRC015 冒号前面没有键"]),
    (
        "? [a, b]\n: 1\nc: 2\nc: 3\n",
        ["1:3 SRC015 键不是文字，而是列表或映射", "4:1 SRC016 键“c”写了两次，第一次在第 3 行"],
    ),
    ("{a: 1}: 2\n", ["1:1 SRC015 键不是文字，而是列表或映射"]),
    ("? a\n  b\n: 1\n", ["1:3 SRC015 键跨了几行"]),
    # SRC016 键重复
    (
        "a: 1\nb:\n  - c: 1\n    d: 2\n    c: 3\na: 2\n",
        ["5:5 SRC016 键“c”写了两次，第一次在第 3 行", "6:1 SRC016 键“a”写了两次，第一次在第 1 行"],
    ),
    ("é: 1\né: 2\n", ["2:1 SRC016 键“é”写了两次，第一次在第 1 行"]),
    # SRC017 空文件，或最外层不是“键: 值”
    ("", ["1:1 SRC017 文件是空的"]),
    ("# x\n", ["1:1 SRC017 文件是空的"]),
    ("- a\n", ["1:1 SRC017 最外层不是“键: 值”"]),
    ("张三\n", ["1:1 SRC017 最外层不是“键: 值”"]),
    # SRC018 YAML 写法有误
    ("a: [1, 2\n", ["1:4 SRC018 方括号 [ 没有配对的 ]"]),
    ("a: [1, 2\nb: 1\n", ["1:4 SRC018 方括号 [ 没有配对的 ]"]),
    ("a: {b: 1\nc: 2\n", ["1:4 SRC018 花括号 { 没有配对的 }"]),
    ("a: b: c\n", ["1:5 SRC018 这里不该出现冒号"]),
    ("a: - b\n", ["1:4 SRC018 这里不该出现列表项"]),
    ("a: @x\n", ["1:4 SRC018 没有引号的文字不能以 @ 开头"]),
    ("a: %x\n", ["1:4 SRC018 没有引号的文字不能以 % 开头"]),
    ("a: `x`\n", ["1:4 SRC018 没有引号的文字不能以 ` 开头"]),
    ("a: 1\n b: 2\n", ["2:3 SRC018 这里不该出现冒号"]),
    ("a:\n    b: 1\n  c: 2\n", ["3:3 SRC018 缩进或引号有误，这里应当是一个键"]),
    ("a: 1\nbbb\nc: 1\n", ["2:1 SRC018 这一行没有冒号"]),
    ('a: "C:\\q"\n', ["1:7 SRC018 双引号里的反斜杠写法不认识"]),
    ("a: | x\n  y\n", ["1:6 SRC018 | 或 > 后面还有文字"]),
    ("a: ? b\n", ["1:4 SRC018 这里不该出现问号开头的键"]),
    ("a: ]\n", ["1:4 SRC018 这里缺少内容"]),
    ("a: 1]\nb: ]\n", ["2:4 SRC018 这里缺少内容"]),
    ("a: [,]\n", ["1:5 SRC018 这里缺少内容"]),
    ("a: 'x' y\n", ["1:8 SRC018 缩进或引号有误，这里应当是一个键"]),
    ("a:\n  - b\n - c\n", ["3:2 SRC018 缩进或引号有误，这里应当是一个键"]),
    ("a: |0\n  x\n", ["1:5 SRC018 | 或 > 后面的数字不能是 0"]),
]
ACCEPTED = [
    ("a: |\n  备注b：2\n  name：x\nb: ICU：重症\n", {"a": "备注b：2\nname：x\n", "b": "ICU：重症"}),
    ("a:\n  - 适应症：单睑\n", {"a": ["适应症：单睑"]}),
    ('a: ["甲，乙", 丙]\n', {"a": ["甲，乙", "丙"]}),
    ("a: “健康中国”行动\n", {"a": "“健康中国”行动"}),
    ("a: -20℃\n", {"a": "-20℃"}),
    ("a: — 无\nb: －\nc:\n  －20℃\nd: |\n  － x\n  — y\n", {"a": "— 无", "b": "－", "c": "－20℃", "d": "－ x\n— y\n"}),
    ("a: 丁\u3000一\n", {"a": "丁\u3000一"}),
    ("a: |\n  x\n  \ty\n", {"a": "x\n\ty\n"}),
    ("a:\tx\n", {"a": "x"}),
    ("a: 'x'  # c\nb:  # c\n  c: 1\n# c\n", {"a": "x", "b": {"c": "1"}}),
    ("---\na: 1\n...\n", {"a": "1"}),
    ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": "1", "b": "x\ny\n"}),
    ("\ufeffa: 1\n", {"a": "1"}),
    ('a: "\\n\\t\\u4e00"\n', {"a": "\n\t一"}),
    ("a: “x\n", {"a": "“x"}),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_the_reader_refuses(text, expected):
    findings = parse(text, "f").findings
    assert [f"{f.location.line}:{f.location.column} {f.code} {f.message}" for f in findings] == expected
    assert all(f.fix and "\n" not in f.message + f.fix for f in findings)


@pytest.mark.parametrize(("text", "expected"), ACCEPTED)
def test_the_reader_accepts(text, expected):
    reading = parse(text, "f")
    assert reading.findings == ()
    assert reading.source.data == expected


@pytest.mark.parametrize("code", [code for code in PROBLEMS if "SRC007" <= code <= "SRC018"])
def test_the_examples_of_a_problem_are_true(code):
    row = PROBLEMS[code]
    bad = row.bad.replace("［Tab］", "\t")
    assert code in {finding.code for finding in parse(f"{bad}\n", "f").findings}


@pytest.mark.parametrize(
    ("raw", "message", "place"),
    [
        ("id: D01\nname: 张三\n".encode("gbk"), "文件不是 UTF-8 编码，像是 GBK（记事本的“ANSI”）", "f:2:7"),
        ("name: 张三\n".encode("utf-16"), "文件不是 UTF-8 编码，像是 UTF-16（记事本的“Unicode”）", "f:1:1"),
        (b"name: x\n".decode().encode("utf-16-le"), "文件不是 UTF-8 编码，像是 UTF-16（记事本的“Unicode”）", "f:1:1"),
        ("a: 张".encode() + b"\xff\n", "文件不是 UTF-8 编码", "f:1:5"),
        (b"a: \xed\xa0\x80\n", "文件不是 UTF-8 编码", "f:1:4"),
    ],
)
def test_bytes_that_are_not_utf8_name_the_first_bad_byte(raw, message, place):
    (finding,) = parse(raw, "f").findings
    assert (finding.code, finding.message, str(finding.location)) == ("SRC005", message, place)


def test_a_file_with_findings_has_no_data_and_one_without_has_some():
    assert parse("a: 1\na: 2\n", "f").source.data is None
    assert parse("a: 1\n", "f").source.data == {"a": "1"}


def test_all_problems_of_a_file_are_reported_at_once_in_the_order_of_lines():
    text = "a: 张\u200b三\nb: x # y\nc: &d 1\nc: [1\n"
    findings = parse(text, "f").findings
    assert [f.code for f in findings] == ["SRC006", "SRC011", "SRC013", "SRC016", "SRC018"]
    assert findings == tuple(sorted(findings, key=lambda f: f.location))


def test_twenty_findings_a_file_are_enough():
    findings = parse("a: \u200b\n" * 50 + "b: [1\n", "f").findings
    assert len(findings) == 22, "twenty, the syntax error, and the line that counts the rest"
    assert findings[-1].message == "本文件还有 79 处同类问题"


def test_a_long_key_is_cut_and_one_that_may_be_a_value_is_not_repeated():
    (finding,) = parse('"\\e' + "长" * 100 + '": 1\n', "f").findings
    assert finding.code == "SRC006"
    (first, _) = parse(f"{'k' * 100}: 1\n" * 2 + "x: \u200b", "f").findings
    assert "k" * 40 + "…" in first.message
    (first,) = parse(f"{'键' * 100}: 1\n" * 2, "f").findings
    assert first.message == "键写了两次，第一次在第 1 行"
