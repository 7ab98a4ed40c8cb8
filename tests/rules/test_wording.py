"""Whoever fills in forms sees labels, whoever edits records sees keys: what is to be mended names both, as declared.

Read are the sentences that the rooms of findings hold, and what the rules say of their cases.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import meidang
from meidang.kinds import KINDS
from meidang.models.base import Model, describe
from meidang.pipeline.explanations import explanations
from rules.harness import read_cases

ROOT = Path(meidang.__file__).parent
SOURCES = [path for room in ("rules", "load", "source", "report") for path in sorted((ROOT / room).rglob("*.py"))]

#: What stands in a sentence as it is typed: a path, a command, a quotation.
_TYPED = re.compile(r"“[^”]*”|archive/\S*|[\w…/.{}-]+[.](?:yaml|md|pdf)|meidang [a-z-]+|git [a-z -]+", re.ASCII)
_WORD = re.compile(r"(?<![A-Za-z0-9_.-])[a-z][a-z0-9_.]*(?![A-Za-z0-9_.-])", re.ASCII)
_BOTH = re.compile(r"「([^」]+)」（([a-z][a-z0-9_.]*)）", re.ASCII)
#: The same where the key itself is to be typed.
_KEY_FIRST = re.compile(r"(?<![A-Za-z0-9_.])([a-z][a-z0-9_.]*)（([^（）]+(?:（[^）]*）)?)）", re.ASCII)
_TRUTH = re.compile(r"“是”（true）|“否”（false）")


def _labels() -> dict[str, set[str]]:
    """Every key of every kind with the labels that it is declared with."""
    found: dict[str, set[str]] = {}
    waiting: list[type[Model]] = [kind.model for kind in KINDS.values()]
    seen: set[type[Model]] = set()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, declared in describe(model).items():
            found.setdefault(name, set()).add(declared.label)
            waiting += [declared.model] if declared.model else []
    return found


LABELS = _labels()
#: What nobody is to meet without its Chinese word. Not the ids of kinds: they are what is written where one is asked for.
WORDS = {*LABELS, "true", "false"}


def bare(sentence: str) -> list[str]:
    """The keys in a sentence that stand without their label, or behind another one."""
    pairs = [*_BOTH.findall(sentence), *((label, key) for key, label in _KEY_FIRST.findall(sentence))]
    wrong = [key for label, key in pairs if label not in LABELS.get(key.rpartition(".")[2], {label})]
    rest = _TYPED.sub("", _TRUTH.sub("", _KEY_FIRST.sub("", _BOTH.sub("", sentence))))
    return wrong + [word for word in _WORD.findall(rest) if word.rpartition(".")[2] in WORDS]


def _sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The Chinese texts of a file, values left out. Not docstrings, nor the examples of an explanation: they are YAML."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            skipped.add(node.value)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Explanation":
            skipped.update(node.args[3:])
        elif isinstance(node, ast.JoinedStr):
            skipped.update(node.values)
    for node in ast.walk(tree):
        if node not in skipped and isinstance(node, ast.JoinedStr | ast.Constant) and (text := _text(node)):
            yield node.lineno, text


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = (part.value if isinstance(part, ast.Constant) else "{}" for part in parts)
    text = "".join(each for each in texts if isinstance(each, str))
    return text if re.search("[\u4e00-\u9fff]", text) else ""


def test_no_sentence_names_a_key_without_its_label():
    found = [(path.name, line, text) for path in SOURCES for line, text in _sentences(path) if bare(text)]
    assert found == []


def test_every_field_that_a_sentence_names_is_declared():
    """Why by reading the calls: a misspelt key in a sentence that no case reaches would stop a check."""
    for path in SOURCES:
        names = {
            (node.args[0].id, one.value)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("called", "labels")
            if isinstance(node.args[0], ast.Name)
            for one in node.args[1:]
            if isinstance(one, ast.Constant)
        }
        module = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts)
        models = vars(__import__(module, fromlist=["_"])) if names else {}
        assert {(model, name) for model, name in names if name not in describe(models[model])} == set(), module


def test_what_rules_say_names_no_key_without_its_label_and_what_is_wrong_names_none():
    found = []
    for case in read_cases():
        for line in case.expected:
            message, _, fix = line.partition("] ")[2].partition(" (due ")[0].partition(" → ")
            found += [(case.name, word) for word in [*bare(message), *_BOTH.findall(message), *bare(fix)]]
    assert found == []


def test_no_page_of_a_code_names_a_key_without_its_label():
    pages = explanations().values()
    found = [(page.code, word) for page in pages for text in (page.title, page.why, page.basis) for word in bare(text)]
    assert found == []


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("补上「有效期至」（valid_to）", []),
        ("补上 valid_to", ["valid_to"]),
        ("暂停授权（suspended_on）", ["suspended_on"]),
        ("补上「到期日」（valid_to）", ["valid_to"]),
        ("把「在用」（in_use）改成“否”（false）", []),
        ("可用的字段：within_months（最长间隔（月））、valid_to（到期日）", ["valid_to"]),
        ("改为 true", ["true"]),
        ("存到 archive/policies，运行 meidang fmt", []),
    ],
)
def test_the_reading_itself(sentence, keys):
    assert bare(sentence) == keys
