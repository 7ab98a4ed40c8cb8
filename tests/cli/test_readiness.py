"""``meidang readiness``: clause by clause, what is missing, whose turn it is, since when."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rules.harness import changed_texts

STANDARD = """\
name: 示例标准
archive_no: BZ-01
owner_dept: 质控办
updated_on: 2026-03-10
next_review_on: 2027-03-10
clauses:
  - id: a
    clause_no: (八)6
    title: 证照
    veto: true
    weight: 3
    evidence:
      rules: [CRD001, CRD005]
"""


def write(root: Path, until: str, *, standard: str = STANDARD) -> Path:
    """The clean archive with one licence that ends on a day, and a standard."""
    add = {"standard/a": standard} if standard else {}
    texts = changed_texts({"add": add, "edit": {"staff/N01": {"credentials.0.valid_to": until}}})
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def readiness(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "meidang", "readiness", "--root", str(root), "--as-of", "2026-06-30", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_veto_clause_that_is_not_met_says_what_whose_since_when_and_how(tmp_path):
    done = readiness(write(tmp_path, "2026-04-30"))
    assert done.returncode == 1
    assert "否决项未达到 1 条" in done.stdout
    assert "未达到  (八)6 证照（否决项）" in done.stdout
    assert "张静的护士执业证书已于 2026-04-30 过期（责任 手术室；期限 2026-04-30；CRD001 staff/N01）" in done.stdout
    assert "→ 办理延续后" in done.stdout
    assert "得分 0 / 3" in done.stdout


def test_the_inspection_day_decides_what_is_at_risk(tmp_path):
    root = write(tmp_path, "2026-08-20")
    assert "有风险 1" in readiness(root, "--inspect-on", "2026-09-15").stdout
    done = readiness(root, "--inspect-on", "2026-08-20")
    assert done.returncode == 0
    assert "有风险  (八)6 证照" in done.stdout, "a notice that falls due by then"


def test_a_day_that_nobody_set_is_not_called_the_day_of_the_inspection(tmp_path):
    root = write(tmp_path, "2029-01-01")
    assert "评审日期：未定（暂按 2026-09-28 判断风险）" in readiness(root).stdout
    assert "评审日期：2026-09-15\n" in readiness(root, "--inspect-on", "2026-09-15").stdout
    settings = root / "archive/settings.yaml"
    settings.write_text(settings.read_text("utf-8") + "\ninspection_on: 2026-06-01\n", encoding="utf-8")
    assert "评审日期：2026-06-01（已过，按 2026-06-30 判断）" in readiness(root).stdout


def test_clauses_for_which_nothing_is_to_do_are_counted_and_listed_where_all_is_wanted(tmp_path):
    other = "  - {id: b, clause_no: (八)7, title: 透析, not_applicable: 没有设置血液透析, owner_dept: 医务部}\n"
    root = write(tmp_path, "2029-01-01", standard=STANDARD + other)
    assert "已达到 1 条、不适用 1 条没有列出，加 --all 全部列出" in readiness(root).stdout
    listed = readiness(root, "--all").stdout
    assert "已达到  (八)6 证照（否决项）\n不适用  (八)7 透析\n    · 没有设置血液透析\n" in listed
    assert "没有列出" not in listed


def test_an_inspection_day_in_the_past_is_misuse(tmp_path):
    done = readiness(write(tmp_path, "2029-01-01"), "--inspect-on", "2026-06-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert "早于截至日期" in done.stderr


def test_without_a_standard_nothing_can_be_judged(tmp_path):
    done = readiness(write(tmp_path, "2029-01-01", standard=""))
    assert done.returncode == 2
    assert "还没有评审标准" in done.stderr


@pytest.mark.parametrize(("options", "shown"), [((), 5), (("--all",), 7)])
def test_only_the_first_gaps_are_listed_unless_all_are_wanted(tmp_path, options, shown):
    root = write(tmp_path, "2029-01-01", standard=STANDARD.replace("[CRD001, CRD005]", "[REV001]"))
    for number in range(1, 8):
        path = root / f"archive/department/K{number:02}.yaml"
        path.write_text(path.read_text("utf-8").replace("2027-03-10", "2026-05-31"), encoding="utf-8")
    done = readiness(root, *options)
    assert done.stdout.count("    · ") == shown
    assert ("加 --all" in done.stdout) == (not options)
