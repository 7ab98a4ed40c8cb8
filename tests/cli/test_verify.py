"""``meidang verify``: honest edits are named one by one; a forger is found out where there is an archive."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from copy import deepcopy
from pathlib import Path

import docx
import pytest

from commands import meidang
from documents.example import PNG, SMALL
from meidang.pipeline.verify import Origin, verify, verify_with
from meidang.project import Project
from meidang.render.word.compare import How
from meidang.render.word.seal import Facts
from meidang.render.word.seal_part import read_seal
from meidang.render.word.sealing import sealed
from tools import require_tool
from word.saved import as_word_saves, by_python_docx, parts_of, zipped_as_is

pytestmark = pytest.mark.xdist_group("verify")

POLICY = "archive/policies/preop.md"
PICTURE = "archive/attachments/policies/preop/流程.png"


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=甲", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false")
    command = [require_tool("git"), "-C", str(root), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The small hospital in a repository, a picture in a policy, its documents built."""
    root = tmp_path_factory.mktemp("verify") / "医院"
    shutil.copytree(SMALL, root)
    (root / PICTURE).parent.mkdir(parents=True)
    (root / PICTURE).write_bytes(PNG)
    policy = (root / POLICY).read_text(encoding="utf-8")
    (root / POLICY).write_text(f"{policy}\n![流程](../attachments/policies/preop/流程.png)\n", encoding="utf-8")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "一")
    done = meidang("build", "docs", "--root", root, "--as-of", "2026-06-30")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def built(root: Path, pattern: str) -> bytes:
    (place,) = (root / "build/docs").glob(pattern)
    return place.read_bytes()


@pytest.fixture(scope="module")
def staff(root):
    return built(root, "staff/D01-*个人技术档案.docx")


@pytest.fixture
def said(tmp_path):
    """What the command says of a content, outside of any archive."""

    def say(content: bytes, *more) -> tuple[int, str]:
        (tmp_path / "甲.docx").write_bytes(content)
        done = meidang("verify", tmp_path / "甲.docx", *more, cwd=tmp_path)
        assert done.stderr == ""
        return done.returncode, done.stdout

    return say


# --- edits -----------------------------------------------------------------------------------------------------------


def change_a_cell(document):
    document.tables[3].cell(1, 2).text = "141100000099999"


def add_a_row(document):
    table = document.tables[3]
    row = deepcopy(table.rows[2]._tr)
    table.rows[2]._tr.addnext(row)
    for cell, text in zip(
        table.rows[3].cells, ("3", "新证照", "X-1", "卫健委", "2026-01-01", "长期", "在册"), strict=True
    ):
        cell.text = text


def delete_a_paragraph(document):
    (paragraph,) = (one for one in document.paragraphs if one.text.startswith("截至 "))
    paragraph._p.getparent().remove(paragraph._p)


def add_a_paragraph(document):
    document.paragraphs[-1].insert_paragraph_before("本人已取得主任医师资格。")


def edit_the_header(document):
    document.sections[-1].header.paragraphs[0].runs[0].text = "另一家医院"


EDITS = {
    change_a_cell: [(How.EDITED, "正文“二、证照与资质授权”下第 1 个表格第 2 行第 3 格", "141100000099999")],
    add_a_row: [
        (How.ADDED, f"正文“二、证照与资质授权”下第 1 个表格第 4 行第 {at} 格", text)
        for at, text in enumerate(("3", "新证照", "X-1", "卫健委", "2026-01-01", "长期", "在册"), start=1)
    ],
    delete_a_paragraph: [(How.REMOVED, None, None)],
    add_a_paragraph: [(How.ADDED, None, "本人已取得主任医师资格。")],
    edit_the_header: [(How.EDITED, "页眉第 1 段", None)],
}


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("through_word", [False, True])
def test_exactly_what_was_edited_is_named(staff, edit, through_word):
    content = by_python_docx(staff, edit)
    verdict = verify(as_word_saves(content) if through_word else content)
    found = verdict.comparison
    assert not verdict.is_sound
    assert found.pictures == ()
    assert len(found.changes) == len(EDITS[edit])
    for change, (how, where, text) in zip(found.changes, EDITS[edit], strict=True):
        assert change.how is how
        if where:
            assert change.block.where == where
        if text:
            assert change.block.text == text


def test_several_edits_are_each_named(staff):
    def both(document):
        change_a_cell(document)
        delete_a_paragraph(document)
        add_a_row(document)

    changes = verify(by_python_docx(staff, both)).comparison.changes
    assert [one.how for one in changes] == [How.REMOVED, How.EDITED, *[How.ADDED] * 7]


def test_a_replaced_picture_is_named(root):
    content = built(root, "policies/preop-*.docx")
    assert verify(content).is_sound
    parts = parts_of(content)
    (name,) = (name for name, part in parts.items() if part == PNG)
    other = PNG.replace(PNG[41:42], b"\0")
    verdict = verify(zipped_as_is({**parts, name: other}))
    assert verdict.comparison.changes == ()
    (change,) = verdict.comparison.pictures
    assert change.how is How.EDITED
    assert re.fullmatch(r"正文“.*”下第 \d+ 段附近", change.where)


def test_a_deleted_picture_is_named(root):
    def delete(document):
        (paragraph, *_) = (one for one in document.paragraphs if one._p.xpath(".//pic:pic"))
        for drawing in paragraph._p.xpath(".//w:drawing"):
            drawing.getparent().remove(drawing)

    verdict = verify(by_python_docx(built(root, "policies/preop-*.docx"), delete))
    assert [one.how for one in verdict.comparison.pictures] == [How.REMOVED]


# --- what is said ----------------------------------------------------------------------------------------------------


def test_an_unchanged_document_says_where_it_came_from(root, staff, said):
    code, text = said(staff)
    seal = read_seal(parts_of(staff))
    assert code == 0
    revision = git(root, "rev-parse", "--short=10", "HEAD")
    assert text.splitlines()[1:4] == [
        "  未改动",
        "  小样医疗美容门诊部《个人技术档案》staff/D01",
        f"  档案版本 {revision}，截至 2026-06-30，校验码 {seal.code}",
    ]
    assert "只核对了文件自带的校验信息" in text


def test_edits_are_said_in_words(staff, said):
    def both(document):
        change_a_cell(document)
        add_a_row(document)
        delete_a_paragraph(document)

    code, text = said(by_python_docx(staff, both))
    assert code == 1
    assert "有改动：改动 1 处，增加 7 处，删除 1 处" in text
    assert "改动　正文“二、证照与资质授权”下第 1 个表格第 2 行第 3 格：141100000099999\n" in text
    assert (
        "增加　正文“二、证照与资质授权”下第 1 个表格第 4 行：3｜新证照｜X-1｜卫健委｜2026-01-01｜长期｜在册\n" in text
    )
    assert "删除　正文，在正文“封面”" in text or "删除　正文，在正文" in text


def test_long_and_hidden_text_is_cut_and_shown(staff, said):
    def edit(document):
        document.tables[3].cell(1, 2).text = "甲\u202e" + "乙" * 100

    _, text = said(by_python_docx(staff, edit))
    assert f"：甲\\u202e{'乙' * 38}…\n" in text


def test_of_many_edits_the_first_are_listed(staff, said):
    def edit(document):
        for number in range(300):
            document.paragraphs[-1].insert_paragraph_before(f"第 {number} 条")

    _, text = said(by_python_docx(staff, edit))
    assert text.count("增加　") == 200
    assert "…共 300 处，以上只列出一部分" in text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "不能核对：不是 Word 文档（.docx），或文件已损坏"),
        (b"PK\x03\x04", "不能核对：不是 Word 文档（.docx），或文件已损坏"),
    ],
)
def test_what_is_no_document(said, content, expected):
    code, text = said(content)
    assert code == 1
    assert expected in text


def test_a_document_of_others(said):
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    code, text = said(buffer.getvalue())
    assert code == 1
    assert "不是美档生成的文件" in text


def test_a_damaged_seal(staff, said):
    parts = parts_of(staff)
    code, text = said(zipped_as_is({**parts, "customXml/item1.xml": parts["customXml/item1.xml"][:-20]}))
    assert code == 1
    assert "校验信息不是完好的 XML，无法核对" in text


def test_a_broken_body(staff, said):
    code, text = said(zipped_as_is({**parts_of(staff), "word/document.xml": b"<w:document>"}))
    assert code == 1
    assert "文件已损坏" in text


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, staff):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts_of(staff).items():
            package.writestr(name, part)
        for number in range(11):
            package.writestr(f"word/media/{number}.png", bytes(100 * 2**20))
    assert verify(buffer.getvalue()).fault == "不能核对：部件太多或解压后太大"


def test_misuse(tmp_path, root):
    done = meidang("verify", tmp_path / "没有.docx")
    assert (done.returncode, "没有文件" in done.stderr) == (2, True)
    done = meidang("verify", "--root", tmp_path, "x.docx")
    assert (done.returncode, "里没有 archive 文件夹" in done.stderr) == (2, True)
    assert meidang("verify").returncode == 2


# --- with the archive ------------------------------------------------------------------------------------------------


def test_every_document_is_made_again_from_its_revision(root):
    contents = {place.name: place.read_bytes() for place in (root / "build/docs").rglob("*.docx")}
    assert len(contents) > 40
    found = verify_with(Project(root), contents)
    assert {name: verdict.why for name, verdict in found.items() if verdict.origin is not Origin.GENUINE} == {}


def test_the_original_stands_beside_an_edit(root, staff, said):
    code, text = said(by_python_docx(staff, change_a_cell), "--root", root)
    assert code == 1
    assert "原件属实（按这个版本的档案重新生成，与校验信息一致），但这份文件在生成之后改动过" in text
    assert "第 2 行第 3 格：141100000099999\n  　　　原为：141100000012345\n" in text


def test_what_was_deleted_is_told_with_its_place(root, staff, said):
    _, text = said(by_python_docx(staff, delete_a_paragraph), "--root", root)
    assert re.search(r"删除　正文第 \d+ 段\n  　　　原为：截至 2026年6月30日\n", text)


def forged(content: bytes, edit=change_a_cell, **facts: str) -> bytes:
    """An edited document with a seal that was computed anew, as anybody can who reads our code."""
    parts = parts_of(by_python_docx(content, edit))
    seal = read_seal(parts)
    known = {name: getattr(seal.facts, name) for name in Facts.__slots__} | facts
    clean = {
        name: part.replace(seal.code.encode(), "\ue0c0\ue0de\ue0c0".encode())
        for name, part in parts.items()
        if not name.startswith(("customXml/", "docProps/custom"))
    }
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        clean[name] = re.sub(rb"<\w+ [^>]*(?:customXml|custom-properties|rIdMeidang)[^>]*/>", b"", clean[name])
    return zipped_as_is(sealed(clean, Facts(**known)))


def test_a_forger_deceives_the_seal_but_not_the_archive(root, staff, said):
    content = forged(staff)
    assert said(content)[0] == 0
    code, text = said(content, "--root", root)
    assert code == 1
    assert "不属实：" in text
    assert "第 2 行第 3 格：141100000099999\n  　　　原为：141100000012345\n" in text


def test_another_program_is_no_forger(root, staff):
    """A newer program may word a document otherwise; where it does not, the document is genuine."""
    contents = {
        "worded otherwise": forged(staff, program="0.0.1"),
        "the same": forged(staff, lambda _document: None, program="0.0.1"),
    }
    found = verify_with(Project(root), contents)
    assert [found[name].origin for name in contents] == [Origin.OTHER_PROGRAM, Origin.GENUINE]


UNREPEATABLE = (
    ({"revision": "0123456789"}, "仓库里没有版本 0123456789"),
    ({"revision": "0123456789+改动"}, "生成时档案里有未提交的改动"),
    ({"revision": "未登记"}, "生成时档案没有版本（未登记）"),
    ({"revision": "HEAD"}, "生成时档案没有版本（HEAD）"),
    ({"as_of": "昨天"}, "校验信息里的截至日期写得不对"),
    ({"id": "D99"}, "当时的档案里没有这份文件所说的记录或模板"),
    ({"kind": "settings"}, "当时的档案里没有这份文件所说的记录或模板"),
    ({"kind": "../x"}, "当时的档案里没有这份文件所说的记录或模板"),
    ({"template": "别的.docx"}, "当时的档案里没有这份文件所说的记录或模板"),
    ({"kind": "policies"}, "当时的档案里没有这份文件所说的记录或模板"),
)


def test_what_cannot_be_made_again_says_why(root, staff):
    contents = {str(facts): forged(staff, **facts) for facts, _ in UNREPEATABLE}
    found = verify_with(Project(root), contents)
    for facts, why in UNREPEATABLE:
        assert found[str(facts)].origin is Origin.UNKNOWN
        assert found[str(facts)].why.startswith(why)


def test_a_folder_without_history_says_so(tmp_path, staff, said):
    (tmp_path / "archive").mkdir()
    code, text = said(staff)
    assert code == 0
    assert "没能与档案核对：这个文件夹不在 Git 仓库里" in text


def test_an_older_revision_is_found(root, staff, tmp_path):
    clone = tmp_path / "克隆"
    git(tmp_path, "clone", "--quiet", str(root), str(clone))
    place = clone / "archive/staff/D01.yaml"
    place.write_text(place.read_text(encoding="utf-8").replace("141100000012345", "141100000054321"), encoding="utf-8")
    git(clone, "commit", "--quiet", "--all", "-m", "二")
    assert verify_with(Project(clone), {"x": staff})["x"].origin is Origin.GENUINE


# --- a code from paper -----------------------------------------------------------------------------------------------


def test_a_code_from_paper_names_its_document(root, staff):
    code = read_seal(parts_of(staff)).code
    done = meidang("verify", code.lower().replace("-", " "), "--root", root)
    assert done.returncode == 0
    assert "staff/D01-何砚-个人技术档案.docx" in done.stdout
    assert f"截至 2026-06-30，校验码 {code}" in done.stdout


def test_an_unknown_code_says_what_to_do(root, tmp_path):
    done = meidang("verify", "0000-0000-0000", "--root", root)
    assert done.returncode == 1
    assert "没有带这个校验码的文档" in done.stdout
    assert "扫描二维码" in done.stdout
    assert "这里没有机构的档案" in meidang("verify", "0000-0000-0000", cwd=tmp_path).stdout


def test_help_says_what_is_proven():
    text = meidang("verify", "--help").stdout
    assert "看不出有意的伪造" in text
    assert "退出码" in text
