"""What a form saves: our reader gets exactly what was filled in; comments and every other line stay as they were."""

from __future__ import annotations

import difflib
import json
import random
import re
import subprocess
from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest

from meidang.kinds import KINDS, kind_of
from meidang.models.base import describe
from meidang.models.scalar import Scalar
from meidang.pipeline.formatting import formatted_record
from meidang.render import forms
from meidang.render.forms.shapes import format_of
from meidang.source.read import parse
from tools import require_tool

_ROOT = Path(__file__).parents[2]
_ASSETS = Path(forms.__file__).with_name("assets")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*$", re.MULTILINE)
#: Texts that YAML would take for something else, or that a careless writer would break.
_TRAPS = [
    "NO",
    "0123",
    "1.10",
    "12:30",
    "null",
    "~",
    "- 一",
    "a: b",
    "值 # 不是注释",
    "'引号'",
    '"双引号"',
    "[方括号]",
    "{花括号}",
    "& 与",
    "* 星",
    "! 叹",
    "% 百分",
    "@ 在",
    "` 反",
    "注：冒号",
    "a：b",
    "以冒号结尾:",
    "有，逗号",
    "2026-04-30",
    "2026-02-30",
    "1e5",
    "0x1F",
    "\u3000全角空格",
    "反斜杠\\n",
    "|",
    "> 折",
    "?",
    "? 问",
    "=1+1",
    "true",
    "长期",
    "a,b",
]
_LONG = ["第一行\n第二行", "一\n\n三\n", "  缩进在前\n再一行", "尾行空\n\n", "- 像列表\n# 像注释"]


def _records():
    found = (path for path in (_ROOT / "archive").rglob("*") if path.suffix in {".yaml", ".md"} and path.is_file())
    paths = sorted(path.relative_to(_ROOT).as_posix() for path in found)
    return {path: (_ROOT / path).read_text(encoding="utf-8") for path in paths if kind_of(path)}


RECORDS = _records()


def run(questions):
    """Answers of the format in Node, one for each question."""
    asked = "".join(f"{json.dumps(one)}\n" for one in questions)
    node = [require_tool("node"), str(Path(__file__).with_name("format.mjs")), str(_ASSETS)]
    done = subprocess.run(node, input=asked, capture_output=True, text=True, encoding="utf-8", check=True, timeout=240)
    return [json.loads(line) for line in done.stdout.splitlines()]


def tree_of(path, text):
    reading = parse(text, path)
    assert not reading.findings, (path, reading.findings)
    return reading.source.data


def question(path, text, data=None):
    return {"kind": format_of(kind_of(path)), "text": text, "data": data}


def kept(value):
    """Values without what is empty, as a form leaves it out."""
    if isinstance(value, dict):
        found = {key: kept(one) for key, one in value.items()}
        return {key: one for key, one in found.items() if one not in (None, "", {}, [])}
    return [kept(one) for one in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def opened():
    """The answer to each record of the example, opened and saved as it is."""
    return run([question(path, text) for path, text in RECORDS.items()])


def test_every_record_of_the_example_comes_back_byte_for_byte(opened):
    assert [path for path, answer in zip(RECORDS, opened, strict=True) if answer.get("written") != RECORDS[path]] == []


def test_the_form_reads_what_our_reader_reads(opened):
    assert [
        path for path, one in zip(RECORDS, opened, strict=True) if one["read"] != tree_of(path, RECORDS[path])
    ] == []


# --- edits ----------------------------------------------------------------------------------------------------------


def _groups(tree, model):
    """Every group of a tree with its model."""
    yield tree, model
    for name, declared in describe(model).items():
        value = tree.get(name)
        if declared.model and value:
            for one in value if declared.many else (value,):
                yield from _groups(one, declared.model)


def _word(chance, declared):
    is_long = isinstance(declared.leaf, Scalar) and declared.leaf.many_lines
    return chance.choice(_TRAPS + _LONG if is_long else _TRAPS)


def _some(chance, declared, depth=0):
    """A value of the field's shape."""
    if declared.model is None:
        return (
            [_word(chance, declared) for _ in range(chance.randint(1, 3))] if declared.many else _word(chance, declared)
        )
    inner = [one for one in describe(declared.model).values() if one.model is None or depth < 1]
    group = {one.name: _some(chance, one, depth + 1) for one in chance.sample(inner, min(3, len(inner)))}
    return [group] if declared.many else group


def _edit(chance, tree, model):
    """One thing that a person does in a form."""
    group, of = chance.choice(list(_groups(tree, model)))
    fields = [one for one in describe(of).values() if one.name != "body"]
    declared = chance.choice(fields)
    value = group.get(declared.name)
    if value is None:
        group[declared.name] = _some(chance, declared)
    elif isinstance(value, list):
        _edit_list(chance, value, declared)
    elif isinstance(value, str):
        group[declared.name] = _word(chance, declared)


def _edit_list(chance, items, declared):
    new = _some(chance, declared)[0]
    at = chance.randint(0, len(items))
    if chance.random() < 0.3:
        items.append(items.pop(0))
    elif chance.random() < 0.5 or len(items) < 2:
        items.insert(at, new)
    elif isinstance(new, str):
        items[at - 1] = new
    else:
        del items[at - 1]


def _few_of_each_kind(most=3):
    """The example's records, of each kind a few of the smaller ones."""
    by_kind = {}
    for path, text in sorted(RECORDS.items(), key=lambda one: len(one[1])):
        by_kind.setdefault(kind_of(path).name, []).append((path, text))
    return [one for found in by_kind.values() for one in found[-most - len(found) // 2 :][:most]]


@pytest.fixture(scope="module")
def edited():
    """(path, wanted, answer) of records after one to four edits, and again."""
    chance = random.Random(20261126)
    questions = []
    for path, text in _few_of_each_kind():
        for _ in range(4):
            tree = deepcopy(tree_of(path, text))
            for _ in range(chance.randint(1, 4)):
                _edit(chance, tree, kind_of(path).model)
            questions.append((path, tree))
    answers = run([question(path, RECORDS[path], tree) for path, tree in questions])
    return [(path, tree, answer) for (path, tree), answer in zip(questions, answers, strict=True)]


def test_our_reader_gets_exactly_what_was_filled_in(edited):
    assert [(path, answer["error"]) for path, _, answer in edited if "error" in answer] == []
    assert [path for path, tree, answer in edited if tree_of(path, answer["written"]) != kept(tree)] == []


def test_every_comment_is_still_there(edited):
    lost = [
        (path, Counter(_COMMENT.findall(RECORDS[path])) - Counter(_COMMENT.findall(answer["written"])))
        for path, _, answer in edited
    ]
    assert [one for one in lost if one[1]] == []


def test_what_is_saved_is_in_the_one_layout(edited):
    paths = {path for path, _, _ in edited}
    canonical = {path for path in paths if formatted_record(path, RECORDS[path]) == RECORDS[path]}
    assert len(canonical) > len(paths) / 2
    odd = [
        (path, "".join(difflib.unified_diff(text.splitlines(True), formatted_record(path, text).splitlines(True), n=0)))
        for path, _, answer in edited
        if path in canonical and (text := answer["written"]) != formatted_record(path, text)
    ]
    assert odd == []


def test_changing_a_date_changes_one_line():
    path = "archive/staff/N03.yaml"
    tree = deepcopy(tree_of(path, RECORDS[path]))
    tree["credentials"][0]["valid_to"] = "2031-04-30"
    (answer,) = run([question(path, RECORDS[path], tree)])
    changed = [
        line for line in difflib.ndiff(RECORDS[path].splitlines(), answer["written"].splitlines()) if line[0] in "+-"
    ]
    assert changed == ["-     valid_to: 2026-04-30", "+     valid_to: 2031-04-30"]


def test_a_new_credential_stands_like_its_neighbours():
    path = "archive/staff/N03.yaml"
    tree = deepcopy(tree_of(path, RECORDS[path]))
    tree["credentials"].append({"valid_to": "长期", "credential_type": "training_certificate", "number": ""})
    (answer,) = run([question(path, RECORDS[path], tree)])
    assert (
        "    valid_to: 长期\n  - credential_type: training_certificate\n    valid_to: 长期\n\n# 晋升晋级\n"
        in answer["written"]
    )


def test_emptied_values_disappear_and_blanks_that_cannot_be_seen_too():
    path = "archive/staff/N03.yaml"
    tree = deepcopy(tree_of(path, RECORDS[path]))
    tree["background"] = ""
    tree["education"] = []
    tree["position"] = "主管\u00a0护师\u200b"
    (answer,) = run([question(path, RECORDS[path], tree)])
    read = tree_of(path, answer["written"])
    assert "background" not in read
    assert "education" not in read
    assert read["position"] == "主管 护师"


def _new(kind):
    """A record of a kind as a form would have it, its keys in no order."""
    chance = random.Random(kind.name)
    names = [name for name in describe(kind.model) if name != "body"]
    tree = {name: _some(chance, describe(kind.model)[name]) for name in reversed(names)}
    return tree | {"body": "## 一、总则\n\n正文。"} if kind.suffix == ".md" else tree


def test_a_new_record_of_each_kind_has_its_schema_and_its_keys_in_order():
    trees = {kind: _new(kind) for kind in KINDS.values()}
    asked = [question(kind.path("new-one"), "", {**tree, "__id": "new-one"}) for kind, tree in trees.items()]
    for (kind, tree), answer in zip(trees.items(), run(asked), strict=True):
        path, written = kind.path("new-one"), answer["written"]
        assert tree_of(path, written) == kept(tree)
        names = [name for name in describe(kind.model) if name != "body"]
        assert list(tree_of(path, written))[: len(names)] == names
        assert formatted_record(path, written) == written
        first = written.splitlines()[0]
        assert first == "---" if kind.suffix == ".md" else first.endswith(f"schemas/{kind.name}.schema.json")


def test_an_item_that_is_put_elsewhere_takes_its_comments_along():
    text = """\
name: 白芷
department_id: K01
credentials:  # 原件在护理部
  # 每年年检
  - credential_type: nurse_practice
    # 换证中
    number: '0123'  # 以证书为准

  - credential_type: cpr
  - {credential_type: training_certificate}  # 复印件
note: 无
"""
    tree = tree_of("archive/staff/N03.yaml", text)
    first, second, third = tree["credentials"]
    moved = tree | {"credentials": [third, first, second]}
    edited = tree | {"credentials": [second, first, third | {"number": "7"}]}
    answers = run([question("archive/staff/N03.yaml", text, one) for one in (moved, edited)])
    assert answers[0]["written"].splitlines()[3:10] == [
        "  - {credential_type: training_certificate}  # 复印件",
        "",
        "  # 每年年检",
        "  - credential_type: nurse_practice",
        "    # 换证中",
        "    number: '0123'  # 以证书为准",
        "  - credential_type: cpr",
    ]
    for answer, wanted in zip(answers, (moved, edited), strict=True):
        assert tree_of("archive/staff/N03.yaml", answer["written"]) == wanted
        assert Counter(_COMMENT.findall(answer["written"])) == Counter(_COMMENT.findall(text))


def test_an_item_that_was_moved_and_changed_or_got_a_new_one_before_it_keeps_its_comments():
    text = """\
name: 白芷
credentials:
  # 每年年检
  - credential_type: nurse_practice
    # 换证中
    number: '0123'  # 以证书为准
    valid_to: 2026-04-30
  - credential_type: cpr
"""
    tree = tree_of("archive/staff/N03.yaml", text)
    first, second = tree["credentials"]
    renewed = first | {"valid_to": "2031-04-30"}
    trees = [tree | {"credentials": order} for order in ([second, renewed], [{"credential_type": "x"}, first, second])]
    own = text.splitlines()[2:7]
    for answer, wanted in zip(
        run([question("archive/staff/N03.yaml", text, one) for one in trees]), trees, strict=True
    ):
        written = answer["written"].replace("2031-04-30", "2026-04-30").splitlines()
        assert tree_of("archive/staff/N03.yaml", answer["written"]) == wanted
        assert written[3:8] == own


def test_a_file_that_our_reader_refuses_is_not_opened():
    texts = ["a: &x 1\nb: *x\n", "a: !!str 1\n", "a: [1\n", "- a\n", "a: 1\na: 2\n"]
    for answer in run([{"kind": format_of(KINDS["staff"]), "text": text} for text in texts]):
        assert re.search("[一-龥]", answer["error"])
