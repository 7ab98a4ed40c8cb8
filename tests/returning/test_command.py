"""``meidang import-word`` as it is called."""

from __future__ import annotations

import os
from io import BytesIO

import docx
import pytest

from meidang.cli import import_word, main
from meidang.errors import UsageError
from meidang.pipeline.rewriting import Rewrite, rewrite
from returning.reviewed import Hospital, beside, replace, saved, say

STAFF = "staff/D01.yaml"


@pytest.fixture
def hospital(tmp_path):
    return Hospital(tmp_path)


@pytest.fixture
def run(hospital, tmp_path, capsys):
    def call(content, *options):
        (tmp_path / "改.docx").write_bytes(content)
        code = main(["import-word", str(tmp_path / "改.docx"), "--root", str(tmp_path), *options])
        return code, capsys.readouterr().out

    return call


def test_without_write_it_only_tells(hospital, run):
    document = hospital.document()
    replace(document, "2026-08-20", "2031-04-30")
    before = hospital.text(STAFF)
    code, out = run(saved(document))
    assert code == 0
    assert hospital.text(STAFF) == before
    assert "「证照与资质」第 2 项「有效期至」" in out
    assert "2026-08-20 → 2031-04-30　〔正文“二、证照与资质授权”下第 1 个表格第 3 行第 6 格〕" in out
    assert "--- a/archive/staff/D01.yaml\n" in out
    assert out.endswith("没有写入；看过以后加 --write 写入。\n")


def test_with_write_it_writes_and_check_passes(hospital, run, tmp_path, capsys):
    document = hospital.document()
    replace(document, "2026-08-20", "2031-04-30")
    code, out = run(saved(document), "--write")
    assert code == 0
    assert out.endswith("已写入 1 个文件。运行 meidang check 检查，再重新生成文档。\n")
    assert "valid_to: 2031-04-30" in hospital.text(STAFF)
    assert not list(tmp_path.glob(".meidang-*"))
    assert main(["check", "--root", str(tmp_path), "--fail-on", "error"]) == 0
    capsys.readouterr()
    code, out = run(saved(document), "--write")
    assert (code, "没有要改的字段：文档与档案一致。" in out) == (0, True)


def test_what_finds_no_place_makes_the_code_one(hospital, run):
    document = hospital.document()
    say(beside(document, "在职状态"), "离职")
    code, out = run(saved(document))
    assert code == 1
    assert "没能带入 1 处：" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不能导入：不是 Word 文档（.docx），或文件已损坏"),
        (b"PK\3\4 no zip", "不能导入：不是 Word 文档（.docx），或文件已损坏"),
        (saved(docx.Document()), "不是美档生成的文件，或者另存时丢了校验信息；不知道改动该放回哪里"),
    ],
)
def test_bad_files_are_told_in_a_sentence(run, content, said):
    code, out = run(content)
    assert code == 1
    assert said in out


def test_a_document_whose_record_is_gone(hospital, run, tmp_path):
    content = hospital.printed("agreement", "lab")
    (tmp_path / "archive/agreement/lab.yaml").unlink()
    code, out = run(content)
    assert code == 1
    assert "agreement/lab" in out or "数据错误" in out


def test_misuse_is_code_two(tmp_path, capsys):
    (tmp_path / "archive").mkdir()
    assert main(["import-word", str(tmp_path / "no.docx"), "--root", str(tmp_path)]) == 2
    assert main(["import-word", str(tmp_path / "no.docx"), "--root", str(tmp_path / "no")]) == 2
    assert "没有文件" in capsys.readouterr().err


def test_hostile_characters_are_printed_escaped(hospital, run):
    document = hospital.document()
    say(beside(document, "家庭住址"), "甲\u202e乙\u200b")
    code, out = run(saved(document))
    assert code == 1
    assert "\u202e" not in out
    assert "\\u202e" in out


def test_a_long_list_of_what_was_not_taken_is_cut(hospital, run, monkeypatch):
    monkeypatch.setattr(import_word, "_MOST_REFUSED", 2)
    document = hospital.document()
    for head in document.tables[1].rows[:3]:
        say(head.cells[0].paragraphs[0], "改")
    code, out = run(saved(document))
    assert code == 1
    assert "没能带入 3 处：" in out
    assert out.count("模板自己的文字") == 2
    assert "  …以及另外 1 处\n" in out


# --- writing ---------------------------------------------------------------------------------------------------------


def test_nothing_is_written_over_what_somebody_changed_meanwhile(hospital):
    document = hospital.document()
    replace(document, "2026-08-20", "2031-04-30")
    found = hospital.home(document)
    hospital.change(STAFF, "hired_on: 2018-03-01", "hired_on: 2018-05-01")
    before = hospital.text(STAFF)
    with pytest.raises(UsageError, match="刚刚被别人改动"):
        rewrite(hospital.root, found.rewrites)
    assert hospital.text(STAFF) == before


def test_all_files_or_none(hospital, monkeypatch):
    paths = ["archive/staff/D01.yaml", "archive/staff/N01.yaml", "archive/titles.yaml"]
    texts = {path: (hospital.root / path).read_bytes().decode() for path in paths}
    changes = [Rewrite(path, text, f"{text}# x\n") for path, text in texts.items()]
    count, real = [0], os.replace

    def failing(source, target):
        count[0] += 1
        if count[0] == 3:
            raise OSError(28, "full")
        real(source, target)

    monkeypatch.setattr("pathlib.os.replace", failing)
    with pytest.raises(OSError, match="full"):
        rewrite(hospital.root, changes)
    monkeypatch.undo()
    assert {path: (hospital.root / path).read_bytes().decode() for path in paths} == texts
    rewrite(hospital.root, changes)
    assert all((hospital.root / path).read_bytes().decode().endswith("# x\n") for path in paths)
    assert not list(hospital.root.glob(".meidang-*"))


def test_a_saved_document_is_read_as_it_was_sent(hospital):
    content = saved(docx.Document(BytesIO(hospital.printed())))
    found = hospital.home(content)
    assert (found.placed, found.refused, found.rewrites) == ((), (), ())
