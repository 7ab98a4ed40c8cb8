"""What the form takes for an attachment is what the archive takes; its name is one that the archive allows."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from forms.hospital import made_at
from meidang.models.codes import ATTACHMENT
from meidang.pipeline import read_archive
from meidang.project import Project
from meidang.render import forms as forms_room
from meidang.render.forms import Backend, forms
from meidang.source.forms import UNSUITED
from meidang.source.limits import DEFAULT_LIMITS
from tools import require_tool

_SCRIPT = """
import { pathToFileURL } from 'node:url';
const [assets, given, asked] = process.argv.slice(1);
globalThis.window = { MEIDANG_FORMS: JSON.parse(given), addEventListener() {} };
const { refusal, cleanName } = await import(pathToFileURL(`${assets}/attachment.js`));
console.log(JSON.stringify(JSON.parse(asked).map(([name, size]) => [refusal(name, size), cleanName(name)])));
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    archive = read_archive(Project(made_at(tmp_path_factory.mktemp("hospital")))).archive
    told = forms(archive, Backend.local("/api/v1"))
    assets = str(Path(forms_room.__file__).with_name("assets"))

    def ask(*files):
        given = json.dumps({key: told[key] for key in ("taken", "most", "unsuited")})
        command = [require_tool("node"), "--input-type=module", "-e", _SCRIPT, assets, given, json.dumps(files)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)

    return ask


def test_files_of_every_kind_that_records_may_name_are_taken(asked):
    names = ["证书.pdf", "证书.PDF", "IMG 0001.JPG", "a.jpeg", "a.png", "审批.docx", "说明.md"]
    assert [why for why, _ in asked(*([name, 1000] for name in names))] == [""] * len(names)


def test_other_files_are_refused_with_a_way_out(asked):
    names = [f"扫描{ending}" for ending in UNSUITED]
    said = [why for why, _ in asked(*([name, 1000] for name in names))]
    assert said == [f"不收 {one.name}：{one.advice}" for one in UNSUITED.values()]
    assert [why for why, _ in asked(["a.exe", 9], ["无后缀", 9], ["a.pdf.html", 9])] == [
        "只收 PDF、JPG、PNG、docx 和 md 文件"
    ] * 3


def test_a_file_that_is_empty_or_too_large_is_refused(asked):
    most = DEFAULT_LIMITS.attachment_bytes
    (fits, _), (large, _), (empty, _) = asked(["a.pdf", most], ["a.pdf", most + 1], ["a.pdf", 0])
    assert fits == ""
    assert "超过 20 MiB" in large
    assert empty == "文件是空的"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("护士执业证书.JPG", "护士执业证书.jpg"),
        ("IMG 0001 (2).jpg", "img-0001-2.jpg"),
        ("../../etc/passwd.pdf", "etc-passwd.pdf"),
        ("<img src=x onerror=alert(1)>.png", "img-src-x-onerror-alert-1.png"),
        (".pdf", "file.pdf"),
        ("…….pdf", "file.pdf"),
        ("con\u202efdp.pdf", "con-fdp.pdf"),
        ("长" * 99 + ".pdf", "长" * 60 + ".pdf"),
    ],
)
def test_a_new_file_s_name_is_one_that_the_archive_allows(asked, given, made):
    ((_, name),) = asked([given, 9])
    assert name == made
    assert re.fullmatch(ATTACHMENT.json["pattern"], f"attachments/staff/{name}", re.ASCII)


_CALLED = """
import { pathToFileURL } from 'node:url';
globalThis.window = { MEIDANG_FORMS: { tables: ['institution'], picks: { credential_types: [['nurse', '护士执业证书']] } }, addEventListener() {} };
const { calledAfter, cleanName } = await import(pathToFileURL(`${process.argv[1]}/attachment.js`));
const map = (given) => ({ get: (key) => given[key], getIn: ([, key]) => given.data?.[key] });
const named = ([entry, item]) => cleanName(calledAfter(map(entry), item && map(item), '新证.JPG'));
console.log(JSON.stringify(JSON.parse(process.argv[2]).map(named)));
"""


def test_a_scan_is_called_after_its_holder_and_certificate():
    nurse = {"credential_type": "nurse"}
    asked = [
        [{"collection": "staff", "slug": "N03"}, nurse],
        [{"collection": "staff", "newRecord": True, "data": {"__id": "N04"}}, nurse],
        [{"collection": "tables", "slug": "institution"}, nurse],
        # Nobody has said yet whose it is, or which; or it is no certificate's.
        [{"collection": "staff", "newRecord": True, "data": {}}, nurse],
        [{"collection": "staff", "slug": "N03"}, {"credential_type": "other"}],
        [{"collection": "staff", "slug": "N03"}, None],
    ]
    assets = str(Path(forms_room.__file__).with_name("assets"))
    command = [require_tool("node"), "--input-type=module", "-e", _CALLED, assets, json.dumps(asked)]
    made = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)
    assert made == ["n03-护士执业证书.jpg", "n04-护士执业证书.jpg", "护士执业证书.jpg", *["新证.jpg"] * 3]


_BACKENDS = """
import { pathToFileURL } from 'node:url';
const { preparePlatforms } = await import(pathToFileURL(`${process.argv[1]}/platforms.js`));
const made = {};
const wrote = (name) => async (...given) => { (made.wrote ??= []).push([name, ...given]); };
const init = () => ({ getEntry() {}, persistEntry: wrote('entry'), persistMedia: wrote('media'), deleteFiles: wrote('delete'), api: {} });
const backends = Object.fromEntries(['github', 'gitlab', 'gitea'].map((name) => [name, { init }]));
preparePlatforms({ getBackend: (name) => backends[name] });
made.said = [];
for (const backend of Object.values(backends)) {
  const inner = backend.init();
  for (const does of ['persistMedia', 'deleteFiles']) await inner[does]([]).catch((error) => made.said.push(error.message));
}
console.log(JSON.stringify(made));
"""


def test_on_no_platform_a_file_is_put_or_deleted_without_a_record():
    assets = str(Path(forms_room.__file__).with_name("assets"))
    command = [require_tool("node"), "--input-type=module", "-e", _BACKENDS, assets]
    made = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)
    assert len(made["said"]) == 6
    assert all(one.startswith("附件请在记录的表单里选") for one in made["said"])
    assert "wrote" not in made
