"""An independent validator and an editor's language server give the same verdict on a file as we do."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from language_server import diagnostics
from meidang.kinds import KINDS
from meidang.load import load_archive
from meidang.render.schemas import render_schemas, schema_path
from meidang.source.read import parse
from tools import require_tool

PERSON = "name: 何砚\ndepartment_id: surgery\n"
DEPARTMENT = "dept_no: 1\ndept_name: 美容外科\ncategory: 临床\nin_use: true\n"
TECHNIQUE = "standard_name: 重睑成形术\ngrade: 1\n"

#: (kind, text): files that are right …
GOOD = [
    ("staff", PERSON),
    ("staff", PERSON + "hired_on: 2019-03-01\nnote: |\n  两行\n  备注\n"),
    ("staff", PERSON + "hired_on: '2020-02-29'\n"),
    ("staff", PERSON + "sex:\nhired_on: ~\n"),
    ("staff", PERSON + "archive_no: 0123\nversion: 1.10\n"),
    ("staff", PERSON + "position: NO\nversion: 12:30\n"),
    ("staff", PERSON + "continuing_education:\n  - {year: 2025, item_name: 年会, credits: 12.5}\n"),
    ("staff", PERSON + "continuing_education:\n  - {year: '2025', item_name: 年会, credits: '25'}\n"),
    ("staff", PERSON + "credentials:\n  - credential_type: a\n    number: 110123\n    valid_to: 长期\n"),
    ("department", DEPARTMENT),
    ("department", DEPARTMENT.replace("true", "False")),
    ("technique", TECHNIQUE + "icd9cm3: ['08.8902', 21.8504, 85.5400x001, 86.3x12]\n"),
    ("technique", TECHNIQUE.replace("1", "不分级")),
    ("institution", "name: 澄光\npostcode: '000000'\nwebsite: 无\nfloor_area_m2: 3260\n"),
    ("settings", "as_of: 2026-06-30\nlead_days: [90, 30, 7]\n"),
]
#: … and files that are wrong.
BAD = [
    ("staff", "name: 何砚\n"),
    ("staff", PERSON + "nmae: 何\n"),
    ("staff", PERSON + "hired_on: 2026-02-30\n"),
    ("staff", PERSON + "hired_on: 1900-02-29\n"),
    ("staff", PERSON + "hired_on: 2026/03/01\n"),
    ("staff", PERSON + "hired_on: 20260301\n"),
    ("staff", PERSON + "birth_ym: 1985-13\n"),
    ("staff", PERSON + "sex: 男性\n"),
    ("staff", PERSON + "posts: 护士\n"),
    ("staff", PERSON + "posts:\n"),
    ("staff", PERSON + "papers:\n  - 一篇\n"),
    ("staff", PERSON + "position: ' '\n"),
    ("staff", PERSON + "continuing_education:\n  - {year: 25, item_name: 年会, credits: 12}\n"),
    ("staff", PERSON + "continuing_education:\n  - {year: 2025, item_name: 年会, credits: -1}\n"),
    ("staff", PERSON + "credentials:\n  - credential_type: a\n    valid_to: 永久\n"),
    ("staff", PERSON.replace("surgery", "外科")),
    ("staff", PERSON.replace("何砚", "")),
    ("department", DEPARTMENT.replace("1", "19")),
    ("department", DEPARTMENT.replace("美容外科", "美容内科")),
    ("department", DEPARTMENT.replace("true", "是")),
    ("department", DEPARTMENT + "beds: 1.5\n"),
    ("technique", TECHNIQUE.replace("1", "5")),
    ("technique", TECHNIQUE + "icd9cm3: ['8.89']\n"),
    ("institution", "name: 澄光\nemail: 不详\n"),
    ("settings", "as_of: 明天\n"),
]
ALL = [(True, *row) for row in GOOD] + [(False, *row) for row in BAD]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The schemas and every file of the table, numbered, where the tools can open them."""
    root = tmp_path_factory.mktemp("agreement")
    for path, text in render_schemas().items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    for number, (_, _, text) in enumerate(ALL):
        (root / f"{number:02d}.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(("is_good", "kind", "text"), ALL)
def test_we_give_the_verdict(is_good, kind, text):
    path = KINDS[kind].path("A1")
    reading = parse(text, path)
    findings = [*reading.findings, *load_archive([reading.source]).findings]
    misfits = [one.message for one in findings if one.location.path == path and one.code != "DAT005"]
    assert (not misfits) is is_good, misfits


@pytest.mark.parametrize("kind", sorted({row[0] for row in GOOD + BAD}))
def test_check_jsonschema_gives_the_same_verdict(kind, folder):
    mine = {f"{number:02d}.yaml": is_good for number, (is_good, of, _) in enumerate(ALL) if of == kind}
    schema = folder / schema_path(KINDS[kind])
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json", "--schemafile", str(schema)]
    done = subprocess.run([*command, *mine], cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    refused = {entry["filename"] for entry in report["errors"] + report["parse_errors"]}
    assert {name: name not in refused for name in mine} == mine


@pytest.mark.parametrize("kind", sorted({row[0] for row in GOOD + BAD}))
def test_a_language_server_gives_the_same_verdict(kind, folder):
    server = require_tool("yaml-language-server")
    mine = {f"{number:02d}.yaml": is_good for number, (is_good, of, _) in enumerate(ALL) if of == kind}
    told = diagnostics(server, folder / schema_path(KINDS[kind]), {name: folder / name for name in mine})
    assert {name: not messages for name, messages in told.items()} == mine, told
