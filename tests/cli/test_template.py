"""``meidang template``: what it prints and writes, and its exit codes."""

from __future__ import annotations

import shutil
from unicodedata import east_asian_width

import pytest

from documents.example import CHECKOUT, SMALL, line, repacked, saying, subject, templates
from meidang.cli import main
from meidang.kinds import KINDS


@pytest.fixture
def hospital(tmp_path):
    """A folder with an archive and without templates of its own."""
    shutil.copytree(SMALL / "archive", tmp_path / "archive")
    return tmp_path


def run(capsys, *words) -> tuple[int, str, str]:
    code = main(["template", *map(str, words)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


# --- check -----------------------------------------------------------------------------------------------------------


def test_all_shipped_templates_are_checked(capsys):
    code, out, _ = run(capsys, "check", "--root", CHECKOUT)
    assert code == 0
    assert out.startswith(f"{len(templates())} 个模板、")
    assert out.endswith(" 个标签，没有发现问题。\n")


def test_a_file_anywhere_is_judged_by_its_name(capsys, tmp_path):
    file = tmp_path / "staff.我的.docx"
    file.write_bytes(saying(line("{{ nme }}") + line("{name}")))
    code, out, _ = run(capsys, "check", file, "--root", tmp_path)
    assert code == 1
    assert out.splitlines() == [
        "templates/staff.我的.docx  TPL001  正文第 1 段“{{ nme }}”：没有“nme”这个字段；是不是“name”（姓名）？",
        "templates/staff.我的.docx  TPL002  正文第 2 段“{name}”：“{name}”像是标签，但括号不对；写成 {{ name }}",
        "1 个模板，发现 2 处问题。",
    ]


def test_a_file_that_is_not_there_is_misuse(capsys, tmp_path):
    code, _, err = run(capsys, "check", tmp_path / "staff.docx")
    assert code == 2
    assert err.startswith("meidang：没有文件 ")


def test_what_may_not_be_meant_is_noticed_and_stops_nothing(capsys, tmp_path):
    file = tmp_path / "staff.我的.docx"
    file.write_bytes(repacked(templates()["staff.docx"], subject("sex")))
    code, out, _ = run(capsys, "check", file, "--root", tmp_path)
    assert code == 0
    assert "TPL009  提醒：文档属性的主题“sex”：像是条件，但没有写“条件：”" in out
    assert out.endswith("没有发现问题，1 处提醒。\n")


def test_a_backup_is_not_told_to_overwrite_the_original(capsys, tmp_path):
    for name in ("staff.docx", "staff 副本.docx", "staff.副本.docx"):
        (tmp_path / name).write_bytes(templates()["staff.docx"])
    _, out, _ = run(capsys, "check", tmp_path / "staff 副本.docx", "--root", tmp_path)
    assert "备份放在 templates 文件夹以外；要作为另一份模板，改名为 staff.副本2.docx" in out


# --- fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [kind.name for kind in KINDS.values() if not kind.is_table])
def test_no_line_is_wider_than_a_terminal(capsys, name):
    code, out, _ = run(capsys, "fields", name, "--root", SMALL)
    assert code == 0
    wide = [one for one in out.splitlines() if sum(2 if east_asian_width(mark) in "WFA" else 1 for mark in one) > 80]
    assert [one for one in wide if not one.lstrip().startswith(("{", "【"))] == []


def test_a_field_has_its_tag_its_label_and_an_example(capsys):
    _, out, _ = run(capsys, "fields", "人员", "--root", CHECKOUT)
    rows = [" ".join(one.split()) for one in out.splitlines()]
    assert "{{ sex }} 性别 可选：男、女" in rows
    assert "{{ national_id }} 身份证号 * （个人信息）" in rows
    assert "{%tr for x in titles %} … {%tr endfor %}" in rows
    assert "{{ short_code }} 校验码" in rows
    assert [one for one in rows if one.startswith("【")][:2] == ["【本档案的字段】", "【算出来的（不用填写）】"]


def test_an_example_comes_from_the_declaration_where_no_record_has_one(capsys, hospital):
    for file in (hospital / "archive/staff").glob("*.yaml"):
        file.unlink()
    _, out, _ = run(capsys, "fields", "staff", "--root", hospital)
    assert "{{ sex }} 性别 可选：男、女" in [" ".join(one.split()) for one in out.splitlines()]


def test_markdown_is_a_table(capsys):
    _, out, _ = run(capsys, "fields", "technique", "--format", "md", "--root", SMALL)
    assert "| 写法 | 名称 | 例子或可选的词 |" in out
    assert "| `{{ standard_name }}` | 规范名称 |" in out


@pytest.mark.parametrize(
    ("word", "guess"),
    [("staf", "staff（个人技术档案）"), ("个人技术挡案", "staff（个人技术档案）"), ("Tecnique", "technique")],
)
def test_a_misspelt_kind_is_guessed(capsys, word, guess):
    code, _, err = run(capsys, "fields", word, "--root", SMALL)
    assert code == 2
    assert f"没有“{word}”这种档案。是不是 {guess}" in err


def test_an_unknown_kind_lists_all(capsys):
    code, _, err = run(capsys, "fields", "qqq", "--root", SMALL)
    assert code == 2
    assert "  staff（个人技术档案）" in err


def test_long_choices_stand_below_and_are_not_cut(capsys):
    _, out, _ = run(capsys, "fields", "staff", "--root", SMALL)
    rows = out.splitlines()
    at = next(at for at, row in enumerate(rows) if "{{ x.privilege_type }}" in row)
    assert rows[at + 1].startswith("      可选：手术、抗生素、")
    assert "纹绣师" in "".join(rows[at + 2 : at + 4])


def test_fields_of_one_label_are_told_apart(capsys):
    _, out, _ = run(capsys, "fields", "staff", "--format", "md", "--root", SMALL)
    assert "| `{{ x.technique_id }}` | 授权项目（所填） |" in out
    assert "| `{{ x.name }}` | 授权项目（整理后） |" in out
    _, out, _ = run(capsys, "fields", "case", "--format", "md", "--root", SMALL)
    assert "| `{{ id }}` | 年度 |" in out
    assert "| `{{ year }}` | 年度（同 id） |" in out


# --- new -------------------------------------------------------------------------------------------------------------


def test_the_first_own_template_brings_the_shipped_ones_along(capsys, hospital):
    code, out, _ = run(capsys, "new", "staff", "--title", "履历", "--root", hospital)
    assert code == 0
    assert f"自带的 {len(templates())} 个模板也已复制进去" in out
    assert (hospital / "templates/staff.履历.docx").is_file()
    assert run(capsys, "check", "--root", hospital)[0] == 0


def test_nothing_is_ever_overwritten(capsys, hospital):
    (hospital / "templates").mkdir()
    run(capsys, "new", "设备", "--title", "卡片", "--root", hospital)
    file = hospital / "templates/device.卡片.docx"
    before = file.read_bytes()
    code, _, err = run(capsys, "new", "设备", "--title", "卡片", "--root", hospital)
    assert code == 2
    assert "已经存在，不会覆盖" in err
    assert file.read_bytes() == before
    assert [one.name for one in (hospital / "templates").iterdir()] == ["device.卡片.docx"]


def test_it_may_be_written_anywhere(capsys, hospital):
    code, _, _ = run(capsys, "new", "case", "--output", hospital / "draft.docx", "--root", hospital)
    assert code == 0
    assert not (hospital / "templates").exists()


@pytest.mark.parametrize("title", ["", "  ", "a/b", "..", "甲.乙", "长" * 41, "a\nb"])
def test_a_title_must_do_as_a_file_name(capsys, hospital, title):
    code, _, err = run(capsys, "new", "staff", "--title", title, "--root", hospital)
    assert code == 2
    assert "标题要写" in err
    assert not (hospital / "templates").exists()
