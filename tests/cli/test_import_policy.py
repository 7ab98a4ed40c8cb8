"""``meidang import-policy``: a Word policy becomes a record that ``check`` reads, and nothing is lost in silence."""

from __future__ import annotations

import errno
import io
import json
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from commands import meidang
from documents.example import PNG, repacked
from meidang.pipeline.policies import write_policy
from meidang.project import Project
from meidang.render.policies.imported import Imported


@pytest.fixture
def root(tmp_path):
    (tmp_path / "archive").mkdir()
    return tmp_path


def element(tag: str, *inside, **attributes):
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(key.replace("_", ":")), value)
    made.extend(inside)
    return made


def run_of(text: str):
    words = element("w:t")
    words.text = text
    return element("w:r", words)


def policy() -> docx.document.Document:
    """A policy as hospitals have them."""
    made = docx.Document()
    made.add_heading("停电应急预案", 0)
    made.add_paragraph("文号：澄光医发〔2026〕12 号")
    made.add_heading("一、总则", 1)
    made.add_paragraph("为保障手术安全，制定本预案。")
    table = made.add_table(2, 2)
    for at, text in enumerate(("岗位", "职责", "麻醉科", "手动|通气")):
        table.cell(at // 2, at % 2).text = text
    return made


def saved(made, place: Path, change=None) -> Path:
    buffer = io.BytesIO()
    made.save(buffer)
    content = buffer.getvalue()
    place.write_bytes(repacked(content, change) if change else content)
    return place


def imported(root, made, change=None, *more):
    return meidang("import-policy", saved(made, root / "停电.docx", change), "--id", "power", "--root", root, *more)


def text(root) -> str:
    return (root / "archive/policies/power.md").read_text(encoding="utf-8")


def test_a_policy_becomes_a_record_that_check_reads(root):
    done = imported(root, policy())
    assert (done.returncode, done.stderr) == (0, "")
    assert text(root) == (
        "---\ndocument_name: 停电应急预案\ndocument_no: 澄光医发〔2026〕12号\ncategory: 预案\n---\n\n"
        "文号：澄光医发〔2026〕12 号\n\n# 一、总则\n\n为保障手术安全，制定本预案。\n\n"
        "| 岗位   | 职责       |\n|--------|------------|\n| 麻醉科 | 手动\\|通气 |\n"
    )
    found = json.loads(meidang("check", "--root", root, "--format", "json").stdout)["findings"]
    about = [one for one in found if one["severity"] == "error" and one["path"] == "archive/policies/power.md"]
    assert about == []


def test_it_says_what_it_wrote_and_what_is_missing(root):
    said = imported(root, policy()).stdout
    assert said.startswith("已导入《停电应急预案》：\n  archive/policies/power.md\n")
    assert "还缺，请补在文件开头的 --- 之间：\n  责任部门、版本、批准人" in said


def test_a_number_that_word_does_not_say_is_to_be_added(root):
    made = docx.Document()
    made.add_paragraph("没有标题，也没有文号。")
    said = imported(root, made).stdout
    assert "文号（已填“待补”）" in said
    assert text(root).startswith("---\ndocument_name: 停电\ndocument_no: 待补\ncategory: 制度\n---\n")


def test_pictures_are_attached(root):
    made = policy()
    made.add_picture(io.BytesIO(PNG))
    done = imported(root, made)
    assert done.returncode == 0
    (picture,) = (root / "archive/attachments/policies/power").iterdir()
    assert picture.read_bytes() == PNG
    assert f"](../attachments/policies/power/{picture.name})" in text(root)
    assert f"  archive/attachments/policies/power/{picture.name}\n" in done.stdout


def relocated(target: str, more: str = ""):
    """The picture at another place of the package, or outside it."""

    def change(parts):
        relations = parts["word/_rels/document.xml.rels"].decode()
        moved = relations.replace('Target="media/image1.png"', f'Target="{target}"{more}').encode()
        return {**parts, f"word/{target}": parts["word/media/image1.png"], "word/_rels/document.xml.rels": moved}

    return change


@pytest.mark.parametrize("target", ["media/a (b) c.png", "media/图].PNG"])
def test_a_picture_gets_a_name_that_markdown_can_say(root, target):
    made = policy()
    made.add_picture(io.BytesIO(PNG))
    assert imported(root, made, relocated(target)).returncode == 0
    assert "![图](../attachments/policies/power/image1.png)" in text(root)
    assert (root / "archive/attachments/policies/power/image1.png").read_bytes() == PNG


def test_a_picture_outside_the_document_is_not_fetched_and_said_to_be_lost(root):
    made = policy()
    made.add_picture(io.BytesIO(PNG))
    done = imported(root, made, relocated("http://example.invalid/x.png", ' TargetMode="External"'))
    assert "链接到文档以外的图片 1 张：没有带入" in done.stdout
    assert "example.invalid" not in text(root)


def test_a_picture_that_is_none_is_left_out_and_named(root):
    made = policy()
    made.add_picture(io.BytesIO(PNG))

    def spoilt(parts):
        return {name: b"GIF89a" if "media/" in name else content for name, content in parts.items()}

    done = imported(root, made, spoilt)
    assert "图片 image1.png 的内容是 GIF 图片，不收这种格式：没有带入" in done.stdout
    assert not (root / "archive/attachments").exists()


def tracked(made):
    made.paragraphs[-1]._p.append(element("w:ins", run_of("新增。"), w_id="1", w_author="x"))


def boxed(made):
    content = element("w:txbxContent", element("w:p", run_of("框里的话")))
    made.paragraphs[-1]._p.append(element("w:r", element("w:pict", content)))


def merged(made):
    made.tables[0].cell(0, 0).merge(made.tables[0].cell(0, 1))


def nested(made):
    made.tables[0].cell(1, 1).add_table(1, 1)


def raised(made):
    made.paragraphs[-1].add_run("2").font.superscript = True


def struck(made):
    made.paragraphs[-1].add_run("旧条文").font.strike = True


def headed(made):
    made.sections[0].header.paragraphs[0].text = "岚江澄光"


def commented(made):
    made.add_comment(made.paragraphs[-1].runs, text="请核对", author="x")


def computed(made):
    made.paragraphs[-1]._p.append(element("m:oMath", element("m:r")))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (tracked, "修订痕迹 1 处"),
        (boxed, "文本框 1 个"),
        (merged, "合并的单元格 1 处"),
        (nested, "表格里的表格 1 个"),
        (raised, "上标、下标 1 处"),
        (struck, "删除线 1 处"),
        (headed, "页眉、页脚：没有带入"),
        (commented, "批注 1 条：没有带入"),
        (computed, "公式 1 个"),
    ],
)
def test_what_cannot_be_carried_is_said(root, change, words):
    made = policy()
    change(made)
    done = imported(root, made)
    assert done.returncode == 0, done.stdout + done.stderr
    assert words in done.stdout


def test_a_plain_policy_lost_nothing(root):
    assert "没能原样带入" not in imported(root, policy()).stdout


def test_accepted_insertions_are_part_of_the_text(root):
    made = policy()
    tracked(made)
    imported(root, made)
    assert "制定本预案。新增。" in text(root)


def test_subtitles_and_captions_are_part_of_the_text(root):
    made = docx.Document()
    made.add_heading("停电应急预案", 0)
    made.add_paragraph("第三版", style="Subtitle")
    made.add_paragraph("表 1 岗位", style="Caption")
    made.add_table(1, 1).cell(0, 0).text = "岗位"
    imported(root, made)
    assert [line for line in text(root).splitlines()[6:] if line] == ["第三版", "表 1 岗位", "| 岗位 |", "|------|"]


def test_a_link_to_the_computer_itself_leaves_its_words(root):
    made = policy()
    relation = made.part.relate_to("file:///etc/passwd", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    made.paragraphs[-1]._p.append(element("w:hyperlink", run_of("共享盘"), r_id=relation))
    done = imported(root, made)
    assert "链接 1 个指向网页、邮箱和电话以外的地方：只保留文字" in done.stdout
    assert "共享盘" in text(root)
    assert "passwd" not in text(root)


def test_unseen_characters_are_left_out_and_markup_is_words(root):
    made = policy()
    made.add_paragraph("看不\u200b见\u202e的，<b>标签</b>与*星号*。")
    assert imported(root, made).returncode == 0
    assert "看不见的，\\<b\\>标签\\</b\\>与\\*星号\\*。" in text(root)


def test_unseen_characters_of_the_title_are_left_out(root):
    made = policy()
    made.paragraphs[0].runs[0].text = "停电\u200b应急\u202e预案"
    assert imported(root, made).returncode == 0
    assert text(root).startswith("---\ndocument_name: 停电应急预案\n")


# --- refusals --------------------------------------------------------------------------------------------------------


def files(root) -> set[str]:
    return {path.relative_to(root).as_posix() for path in (root / "archive").rglob("*")}


def macro(parts):
    return {**parts, "word/vbaProject.bin": b"x"}


def entity(parts):
    document = parts["word/document.xml"].replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1)
    return {**parts, "word/document.xml": document}


@pytest.mark.parametrize(("change", "words"), [(macro, "有宏"), (entity, "DOCTYPE")], ids=["macro", "entity"])
def test_what_could_harm_is_refused_and_nothing_is_written(root, change, words):
    done = imported(root, policy(), change)
    assert (done.returncode, done.stderr) == (1, "")
    assert words in done.stdout
    assert "没有写入任何文件" in done.stdout
    assert files(root) == set()


def titled():
    made = docx.Document()
    made.add_heading("停电应急预案", 0)
    return made


def blank_table():
    made = titled()
    made.add_table(2, 2)
    return made


@pytest.mark.parametrize("made", [docx.Document, titled, blank_table])
def test_a_document_without_content_is_refused(root, made):
    done = imported(root, made())
    assert (done.returncode, files(root)) == (1, set())
    assert "没有能带入的文字或图片" in done.stdout


def test_a_table_alone_is_content(root):
    made = blank_table()
    made.tables[0].cell(0, 0).text = "岗位"
    assert imported(root, made).returncode == 0
    assert "| 岗位 |" in text(root)


@pytest.mark.parametrize("folder", ["archive/policies", "archive/attachments/policies"])
def test_nothing_is_written_through_a_link(root, folder):
    (root / "elsewhere").mkdir()
    (root / folder).parent.mkdir(exist_ok=True)
    (root / folder).symlink_to(root / "elsewhere")
    done = imported(root, policy())
    assert (done.returncode, list((root / "elsewhere").iterdir())) == (2, [])
    assert f"{folder} 不是普通文件夹" in done.stderr


def test_a_damaged_file_is_refused(root):
    (root / "x.docx").write_bytes(b"PK\x03\x04 damaged")
    done = meidang("import-policy", root / "x.docx", "--root", root)
    assert (done.returncode, files(root)) == (1, set())
    assert "已损坏" in done.stdout


def test_nothing_is_ever_overwritten(root):
    imported(root, policy())
    before = text(root)
    made = policy()
    made.add_paragraph("另一份")
    again = imported(root, made)
    assert (again.returncode, text(root)) == (2, before)
    assert "已经有 power.md，不会覆盖" in again.stderr
    other = meidang("import-policy", root / "停电.docx", "--id", "POWER", "--root", root)
    assert other.returncode == 2


def test_a_failing_disk_leaves_nothing_behind(root, monkeypatch):
    def full(self, target):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "hardlink_to", full)
    made = Imported("甲", "---\n---\n", {"a.png": PNG}, (), ())
    with pytest.raises(OSError, match="full"):
        write_policy(Project(root), "power", made)
    assert not [path for path in root.rglob("*") if path.is_file()]
    assert [path.name for path in root.iterdir()] == ["archive"]


@pytest.mark.parametrize("name", ["", "1a", "a/b", "../x", "停电", "a" * 65])
def test_an_id_that_is_none_is_misuse(root, name):
    done = meidang("import-policy", saved(policy(), root / "a.docx"), "--id", name, "--root", root)
    assert (done.returncode, files(root)) == (2, set())
    assert "不能作编号" in done.stderr


def test_a_chinese_file_name_asks_for_an_id(root):
    done = meidang("import-policy", saved(policy(), root / "停电.docx"), "--root", root)
    assert done.returncode == 2
    assert "请用 --id 指明" in done.stderr


def test_a_file_that_is_not_there_is_misuse(root):
    done = meidang("import-policy", root / "no.docx", "--root", root)
    assert (done.returncode, "没有文件" in done.stderr) == (2, True)
