"""Which versions are compared, and what is said where one of them cannot be had or cannot be read."""

from __future__ import annotations

import shutil

import pytest

from consequences.versions import Versions
from meidang.cli import main
from meidang.consequences import summary
from meidang.errors import UsageError
from meidang.report.consequences import CONSEQUENCE_FORMATS
from meidang.source.past import Lack, NoPast

D01 = "staff/D01.yaml"


def test_a_branch_is_compared_with_where_it_began(versions):
    versions.git("checkout", "--quiet", "-b", "topic")
    versions.edit(D01, "valid_to: 2026-08-20", "valid_to: 2031-08-20")
    versions.commit()
    versions.git("checkout", "--quiet", "main")
    versions.edit("technique/T01.yaml", "grade: 1", "grade: 2")
    fork = versions.git("rev-parse", "--short=10", "HEAD")
    versions.commit()
    told = versions.told("main", "topic")
    assert [one.key for one in told.changes] == ["staff/D01"]
    assert told.base.called == f"{fork}（main 与改动的分叉点）"
    direct = versions.told("main", "topic", direct=True)
    assert {one.key for one in direct.changes} == {"staff/D01", "technique/T01"}


def test_the_working_files_count_untracked_ones_too(versions):
    versions.write("staff/N02.yaml", "name: 甲乙\ndepartment_id: K01\nposts: [护士]\n")
    told = versions.told("HEAD")
    assert [one.key for one in told.changes] == ["staff/N02"]
    assert told.head.words == "文件夹里现在的文件"


def test_both_versions_are_judged_on_the_day_of_the_later_settings(versions):
    versions.edit("settings.yaml", "as_of: 2026-06-30", "as_of: 2027-01-31")
    told = versions.told()
    assert told.as_of.isoformat() == "2027-01-31"
    # A day that passes for both brings no findings; nobody should take that for "nothing changes".
    assert not told.findings.came
    (note,) = told.notes
    assert note.startswith("设置里的截至日期现为 2027-01-31（原为 2026-06-30）")
    assert note in summary(told)


def test_nothing_changed_is_said(versions, capsys):
    assert main(["diff", "main", "--root", str(versions.root)]) == 0
    assert "两个版本的档案没有差别" in capsys.readouterr().out


def test_a_version_that_is_not_there_is_misuse(versions, capsys):
    assert main(["diff", "nowhere", "--root", str(versions.root)]) == 2
    assert "仓库里没有版本 nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["--output=x", "-p", "a\nb", "a..b", ""])
def test_a_strange_name_of_a_version_is_misuse(versions, name):
    with pytest.raises(UsageError):
        versions.told(name)


def test_a_shallow_clone_is_said(versions, tmp_path):
    first = versions.git("rev-parse", "HEAD")
    versions.edit("technique/T01.yaml", "grade: 1", "grade: 2")
    versions.commit()
    clone = tmp_path / "浅"
    versions.git("clone", "--quiet", "--depth=1", f"file://{versions.root}", str(clone))
    with pytest.raises(NoPast) as said:
        Versions(clone).told(first)
    assert said.value.lack is Lack.SHALLOW
    assert "浅克隆" in str(said.value)


def test_two_shallow_ends_without_their_fork_are_said(versions, tmp_path):
    versions.git("checkout", "--quiet", "-b", "topic")
    versions.edit("technique/T01.yaml", "grade: 1", "grade: 2")
    versions.commit()
    versions.git("checkout", "--quiet", "main")
    versions.edit(D01, "posts: [医师]", "posts: [医师, 主诊医师]")
    versions.commit()
    clone = tmp_path / "浅"
    versions.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{versions.root}", str(clone))
    with pytest.raises(NoPast) as said:
        Versions(clone).told("origin/main", "origin/topic")
    assert said.value.lack is Lack.SHALLOW


def test_histories_without_a_common_one_ask_for_direct(versions):
    versions.git("checkout", "--quiet", "--orphan", "other")
    versions.edit("technique/T01.yaml", "grade: 1", "grade: 2")
    versions.commit()
    with pytest.raises(UsageError, match="--direct"):
        versions.told("main", "other")
    assert [one.key for one in versions.told("main", "other", direct=True).changes] == ["technique/T01"]


def test_no_repository_is_said(versions):
    shutil.rmtree(versions.root / ".git")
    with pytest.raises(NoPast):
        versions.told("main")


def test_a_later_version_with_errors_tells_them_and_the_readable_rest(versions, capsys):
    versions.edit("staff/N01.yaml", "posts: [护士]", "posts: [护士")
    versions.edit(D01, "valid_to: 2026-08-20", "valid_to: 2031-08-20")
    told = versions.told()
    assert told.weighs
    assert {one.location.path for one in told.errors} == {"archive/staff/N01.yaml"}
    assert [one.sentence for one in told.changes[0].fields] == [
        "证照与资质「主诊医师备案 示例-主诊-01」的「有效期至」2026-08-20 → 2031-08-20"
    ]
    assert told.changes[1].unread == "改动后的文件读不出来，没有逐项比较"
    # Whoever cannot be read has not left.
    assert {one.sort.name for one in told.facts} == {"RENEWED"}
    assert not told.findings.came
    for name, made in CONSEQUENCE_FORMATS.items():
        assert "archive/staff/N01.yaml" in made(told).replace("\\", ""), name
    assert main(["diff", "main", "--root", str(versions.root)]) == 1
    assert "archive/staff/N01.yaml:3:" in capsys.readouterr().out


def test_an_earlier_version_with_errors_tells_what_was_mended(versions):
    versions.edit("staff/N01.yaml", "posts: [护士]", "posts: [护土]")
    versions.commit()
    versions.edit("staff/N01.yaml", "posts: [护土]", "posts: [护士]")
    told = versions.told("HEAD")
    assert not told.weighs
    assert len(told.mended) == 1
    assert "改动前的版本有数据错误" in told.unsure


def test_an_archive_below_the_top_of_its_repository(tmp_path):
    below = tmp_path / "库" / "机构"
    below.mkdir(parents=True)
    made = Versions(below.parent)
    Versions.of_the_small_archive(below)
    shutil.rmtree(below / ".git")
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit()
    inside = Versions(below)
    inside.edit(D01, "valid_to: 2026-08-20", "valid_to: 2031-08-20")
    assert [one.key for one in inside.told("main").changes] == ["staff/D01"]
