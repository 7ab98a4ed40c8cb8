"""``meidang tracer``: what it draws, says and writes, and how it answers misuse."""

from __future__ import annotations

import re
import shutil
from html import unescape

import pytest

import commands
from binder.made import project_at
from documents.example import CHECKOUT

DOCUMENT = "追踪检查调阅清单与核查表"


def meidang(root, *arguments: str):
    return commands.meidang(*arguments, "--root", root, "--as-of", "2026-06-30")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return project_at(tmp_path_factory.mktemp("tracer") / "small").root


@pytest.fixture(scope="module")
def run(root):
    done = meidang(root, "tracer", "--seed", "007")
    assert done.returncode == 0, done.stderr
    return done


def test_it_says_what_was_drawn_and_where_the_papers_lie(run, root):
    lines = run.stdout.splitlines()
    assert lines[0] == "按种子 7 抽取（全院，截至 2026-06-30）："
    assert lines[1:4] == [
        "人员（抽取 2 名，共 2 名）",
        "   1  何砚（D01）　证照临期或过期",
        "   2  欧阳小<b>宁</b>（N01）　护士",
    ]
    assert lines[4].endswith("；只有 2 名，不足 8 名，已全部抽取。")
    assert lines[-1] == f"  {root}/build/tracer/7"


def test_it_writes_a_document_and_a_page_for_the_owner_only(run, root):
    folder = root / "build/tracer/7"
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == [
        f"{DOCUMENT}.docx",
        f"{DOCUMENT}.html",
    ]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_page_stands_alone(run, root):
    page = (root / f"build/tracer/7/{DOCUMENT}.html").read_text(encoding="utf-8")
    assert f"<title>{DOCUMENT}（种子 7）</title>" in page
    assert "何砚（D01）" in page
    assert page.count('<section class="check-sheet">') == run.stdout.count("\n   ") + 1
    assert not re.search(r"<(script|link|img|a)\b|https?:", page)


def test_the_files_that_it_names_are_those_that_build_writes(run, root):
    assert meidang(root, "build", "docs").returncode == 0
    page = unescape((root / f"build/tracer/7/{DOCUMENT}.html").read_text(encoding="utf-8"))
    named = re.findall(r"(?:build|archive)/[^<]+", page)
    assert any(name.startswith("build/docs/staff/") for name in named)
    assert [name for name in named if not (root / name).is_file()] == []


def test_the_same_again_is_the_same_file(run, root):
    before = (root / f"build/tracer/7/{DOCUMENT}.docx").read_bytes()
    assert meidang(root, "tracer", "--seed", "7").returncode == 0
    assert (root / f"build/tracer/7/{DOCUMENT}.docx").read_bytes() == before


def test_a_departments_sample_lies_apart(root):
    done = meidang(root, "tracer", "--seed", "7", "--department", "美容外科", "--cases", "0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("按种子 7 抽取（美容外科，截至 2026-06-30）：")
    assert (root / f"build/tracer/7-K01/{DOCUMENT}.docx").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "缺少 --seed"),
        (("--seed", "七"), "“七”不是 0 到 1000000000000 的整数"),
        (("--seed", "-1"), "“-1”不是 0 到 1000000000000 的整数"),
        (("--seed", "1.5"), "“1.5”不是 0 到 1000000000000 的整数"),
        (("--seed", "1000000000001"), "“1000000000001”不是 0 到 1000000000000 的整数"),
        (("--seed", "1", "--people", "1000"), "“1000”不是 0 到 999 的整数"),
        (("--seed", "1", "--department", "骨科"), "没有科室“骨科”"),
        (("--seed", "1", "--people", "0", "--techniques", "0", "--cases", "0"), "没有可以抽取的"),
    ],
    ids=["none", "word", "negative", "fraction", "large", "size", "department", "nothing"],
)
def test_misuse_ends_with_2_and_a_sentence(root, arguments, said):
    done = meidang(root, "tracer", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_an_archive_with_data_errors_is_refused(tmp_path):
    root = project_at(tmp_path / "small").root
    (root / "archive/staff/X01.yaml").write_text("name: [\n", encoding="utf-8")
    done = meidang(root, "tracer", "--seed", "1")
    assert done.returncode == 2
    assert "档案有数据错误，不能抽取" in done.stderr


def test_an_archive_of_the_institution_alone_has_nothing_to_draw(tmp_path):
    (tmp_path / "archive").mkdir()
    for name in ("institution", "titles", "credential_types", "projects"):
        shutil.copy(CHECKOUT / f"tests/site/small/archive/{name}.yaml", tmp_path / "archive")
    shutil.copytree(CHECKOUT / "tests/site/small/archive/attachments", tmp_path / "archive/attachments")
    done = meidang(tmp_path, "tracer", "--seed", "1")
    assert done.returncode == 2
    assert "没有可以抽取的人员、技术项目和病例" in done.stderr, done.stderr
