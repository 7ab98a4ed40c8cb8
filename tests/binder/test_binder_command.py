"""``meidang build binder``: what it is asked for, what it says last, and where the files lie."""

from __future__ import annotations

import os
from unittest.mock import patch

import pytest

import commands
from binder.made import project_at


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return project_at(tmp_path_factory.mktemp("binder") / "small").root


def meidang(root, *arguments: str):
    """The command without LibreOffice, which is found by way of PATH."""
    with patch.dict(os.environ, PATH="/nowhere"):
        return commands.meidang(*arguments, "--root", root, "--as-of", "2026-06-30")


def test_a_persons_binder(root):
    run = meidang(root, "build", "binder", "--person", "何砚")
    assert run.returncode == 0, run.stderr
    folder = root / "build/binder/人员-D01-何砚"
    assert f"个；含个人信息，仅供内部使用）：\n  {folder}" in run.stdout
    assert run.stdout.splitlines()[1].startswith("已生成 评审卷宗 1 册（文档 ")
    assert "注意：没有找到 LibreOffice：页码没有计算" in run.stdout
    assert [path.name for path in folder.glob("*.docx")] == ["卷宗-何砚.docx"]
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("docs", "--person", "D01"), "--person 只用于卷宗：meidang build binder --person …"),
        (("binder", "--standard", "evaluation"), "--standard 和 --clause 一起用，指明条款属于哪个标准"),
        (("binder", "--person", "D09"), "没有人员“D09”。现有：何砚"),
        (("binder", "--person", "D01", "--department", "K01"), "--department 不能和 --person 一起用"),
    ],
    ids=["not-a-binder", "standard-alone", "nobody", "two-scopes"],
)
def test_misuse_ends_with_2_and_a_sentence(root, arguments, said):
    run = meidang(root, "build", *arguments)
    assert run.returncode == 2
    assert said in run.stderr


def test_a_pdf_that_cannot_be_made_is_1_and_the_word_files_are_there(root):
    run = meidang(root, "build", "binder", "--person", "D01", "--pdf")
    assert run.returncode == 1
    assert "没有找到 LibreOffice" in run.stdout
    assert (root / "build/binder/人员-D01-何砚/卷宗-何砚.docx").is_file()


def test_a_slip_in_the_name_of_a_kind_is_met_with_the_nearest(tmp_path):
    project = project_at(tmp_path / "small")
    order = "parts:\n  - title: 人员\n    contents:\n      - kind: staf\n"
    (project.root / "archive/binder.yaml").write_text(order)
    run = meidang(project.root, "build", "binder", "--person", "D01")
    assert run.returncode == 1
    assert "是不是“staff”（人员）？" in run.stdout
