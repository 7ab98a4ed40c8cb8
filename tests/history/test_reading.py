"""The history of an archive as Git tells it: every change with its day, what is missing said, nobody's program run."""

from __future__ import annotations

import os
import time
from datetime import date

import pytest

from meidang.source.commits import Sort
from meidang.source.differing import Counts, Difference
from meidang.source.history import Cut, Edit
from meidang.source.past import Lack
from meidang.source.versions import Room, Uncompared

STAFF = "archive/staff/N03.yaml"


def told(history):
    return [(str(change.day), change.sort, change.path, change.old_path) for change in history.changes]


def test_each_change_has_its_day_commit_and_kind_newest_first(repository):
    first = repository.commit({STAFF: "name: 甲\n", "README.md": "x"}, "2026-01-01T12:00:00+0800")
    repository.commit({STAFF: "name: 乙\n"}, "2026-02-01T12:00:00+0800")
    repository.commit({STAFF: None, "archive/staff/N04.yaml": "name: 丙\nsex: 女\n"}, "2026-03-01T12:00:00+0800")
    history = repository.history()
    assert told(history) == [
        ("2026-03-01", Sort.DELETED, STAFF, ""),
        ("2026-03-01", Sort.ADDED, "archive/staff/N04.yaml", ""),
        ("2026-02-01", Sort.MODIFIED, STAFF, ""),
        ("2026-01-01", Sort.ADDED, STAFF, ""),
    ]
    assert history.changes[-1].commit == first[:10]
    assert history.commit == repository.git("rev-parse", "--short=10", "HEAD")
    assert (history.reason, history.cuts, history.edits) == ("", (), ())
    assert history.first_day == date(2026, 1, 1)


def test_the_day_is_the_committers_in_shanghai(repository):
    repository.commit({STAFF: "a: 1\n"}, "2026-05-31T16:30:00+0000")
    assert repository.history().changes[0].day == date(2026, 6, 1)


@pytest.mark.parametrize("moment", ["0", "253402300800", "99999999999999999"])
def test_an_impossible_moment_stops_nothing(repository, moment):
    stream = f"commit refs/heads/main\ncommitter a <a@example.invalid> {moment} +0000\ndata 0\nM 644 inline {STAFF}\ndata 5\na: 1\n\n"
    repository.git("fast-import", "--quiet", "--date-format=raw-permissive", stdin=stream)
    repository.git("reset", "--hard", "--quiet")
    assert repository.history().changes[0].day in (date(1970, 1, 1), date(9999, 12, 31))


def test_the_changed_fields_are_named_and_no_value_is_kept(repository):
    repository.commit({STAFF: "name: 甲\nposts:\n  - a\ncredentials:\n  - number: X1\n    valid_to: 2026-01-01\n"})
    repository.commit({STAFF: "name: 秘密\nposts:\n  - a\ncredentials:\n  - number: X1\n    valid_to: 2027-12-12\n"})
    found = repository.history().changes[0].difference
    assert found.ways == (("name",), ("credentials", "valid_to"))
    assert "秘密" not in str(repository.history())
    assert "2027-12-12" not in str(repository.history())


def test_entries_of_a_ledger_are_counted(repository):
    ledger = "archive/ledger/case/hospital-2026-05.yaml"
    entry = "  - case_no: C{0}\n    operated_on: 2026-05-0{1}\n    note: {2}\n"
    repository.commit({ledger: "period: 2026-05\nentries:\n" + "".join(entry.format(n, n, "一") for n in range(1, 5))})
    kept = [entry.format(1, 1, "一"), entry.format(3, 3, "二"), entry.format(7, 7, "新"), entry.format(8, 8, "新")]
    repository.commit({ledger: "period: 2026-05\nentries:\n" + "".join(reversed(kept))})
    assert repository.history().changes[0].difference.lists == {"entries": Counts(added=2, removed=2, changed=1)}


def test_a_policys_text_and_terms_are_told_apart(repository):
    policy = "archive/policies/p.md"
    repository.commit({policy: "---\nversion: A\n---\n# 总则\n\n一\n"})
    repository.commit({policy: "---\nversion: A\n---\n# 总则\n\n二\n"})
    repository.commit({policy: "---\nversion: B\n---\n# 总则\n\n二\n"})
    newest, middle, _ = repository.history().changes
    assert newest.difference.ways == (("version",),)
    assert middle.difference.ways == (("body",),)


def test_a_comment_changes_no_field(repository):
    repository.commit({STAFF: "name: 甲\nposts: [a, b]\n"})
    repository.commit({STAFF: "# 说明\nposts:\n  - a\n  - b\nname: 甲\nnote:\n"})
    assert repository.history().changes[0].difference == Difference()


@pytest.mark.parametrize(
    ("old", "new", "ways"),
    [
        ("a: 1\nb: [\nx,\ny]\nc: 1\n", "a: 1\nb: [\nx,\nz]\nc: 1\n", (("b",),)),
        ("a: 1\nb:\n- x: 1\n- x: 2\n  y: 1\n", "a: 1\nb:\n- x: 1\n- x: 2\n  y: 3\n", (("b", "y"),)),
        ("a: 1\nb: |\n  甲\n\n  乙\nc: 1\n", "a: 1\nb: |\n  甲\n\n  丙\nc: 1\n", (("b",),)),
        ("---\na: 1\nb: 2\n", "# 说明\n\nb: 2\na: 1\n", ()),
        ("a: 1\r\nb: 1\r\n", "a: 1\r\nb: 2\r\n", (("b",),)),
        ("a: 1\nb: 1\n", "\ufeffa: 1\nb: 2\n", (("b",),)),
        ("a: 1\n'b': 1\n", "a: 1\nb: 1\n", ()),
        ("{a: 1,\nb: 2}\n", "{a: 1,\nb: 3}\n", (("b",),)),
        ("a: 1\n", "a: 1\nb: 1\n", (("b",),)),
        ("a: 1\nb:\n  c: 1\n  d: 1\n", "a: 1\nb:\n  d: 2\n", (("b", "c"), ("b", "d"))),
    ],
)
def test_however_a_record_is_laid_out_the_changed_fields_are_found(repository, old, new, ways):
    repository.commit({STAFF: ""})
    (repository.root / STAFF).write_bytes(old.encode())
    repository.commit({})
    (repository.root / STAFF).write_bytes(new.encode())
    repository.commit({})
    assert repository.history().changes[0].difference.ways == ways


def test_a_renamed_record_keeps_its_former_path(repository):
    repository.commit({STAFF: "name: 甲\n" + "".join(f"k{n}: {n}\n" for n in range(20))})
    renamed = "archive/staff/N30.yaml"
    repository.commit({STAFF: None, renamed: "name: 乙\n" + "".join(f"k{n}: {n}\n" for n in range(20))})
    change = repository.history().changes[0]
    assert (change.sort, change.path, change.old_path) == (Sort.RENAMED, renamed, STAFF)
    assert change.difference.ways == (("name",),)


def test_attachments_are_listed_and_not_read(repository):
    repository.commit({"archive/attachments/staff/a.pdf": "%PDF-1\n"})
    repository.commit({"archive/attachments/staff/a.pdf": "%PDF-2\n"})
    change = repository.history().changes[0]
    assert (change.sort, change.difference, change.uncompared) == (Sort.MODIFIED, None, None)


def test_the_executable_bit_alone_is_no_change(repository):
    repository.commit({STAFF: "a: 1\n"})
    (repository.root / STAFF).chmod(0o755)
    repository.commit({}, "2026-02-01T12:00:00+0800")
    assert len(repository.history().changes) == 1


def test_a_link_is_no_file(repository):
    repository.commit({STAFF: "a: 1\n"})
    (repository.root / STAFF).unlink()
    (repository.root / STAFF).symlink_to("/etc/passwd")
    (repository.root / "archive/staff/N05.yaml").symlink_to("/etc/passwd")
    repository.commit({})
    assert [(change.sort, change.path) for change in repository.history().changes] == [
        (Sort.DELETED, STAFF),
        (Sort.ADDED, STAFF),
    ]


def test_what_came_by_a_merge_came_on_its_day(repository):
    repository.commit({STAFF: "a: 1\n"}, "2026-01-01T12:00:00+0800")
    repository.git("switch", "--quiet", "-c", "科室")
    repository.commit({"archive/staff/N04.yaml": "a: 1\n"}, "2026-01-02T12:00:00+0800")
    repository.git("switch", "--quiet", "main")
    repository.commit({"archive/staff/N05.yaml": "a: 2\n"}, "2026-01-03T12:00:00+0800")
    repository.git("merge", "--quiet", "--no-ff", "-m", "合并", "科室", day="2026-01-04T12:00:00+0800")
    assert told(repository.history())[:2] == [
        ("2026-01-04", Sort.ADDED, "archive/staff/N04.yaml", ""),
        ("2026-01-03", Sort.ADDED, "archive/staff/N05.yaml", ""),
    ]


def test_an_archive_below_the_repository(repository, other):
    below = other(repository.root / "医院", repository.root)
    repository.commit({"archive/staff/N01.yaml": "a: 1\n"})
    below.commit({STAFF: "a: 1\n"})
    below.write({STAFF: "a: 2\n"})
    history = below.history()
    assert told(history) == [("2026-01-01", Sort.ADDED, STAFF, "")]
    assert history.edits == (Edit(Sort.MODIFIED, STAFF),)


def test_what_is_not_committed_stands_apart(repository):
    repository.commit({STAFF: "a: 1\n", "archive/staff/N04.yaml": "a: 1\n"})
    before = repository.history()
    repository.write({STAFF: "a: 2\n", "archive/staff/N04.yaml": None, "archive/staff/新.yaml": "x\n", "旁.txt": "x"})
    after = repository.history()
    assert after.changes == before.changes
    assert after.edits == (
        Edit(Sort.MODIFIED, STAFF),
        Edit(Sort.DELETED, "archive/staff/N04.yaml"),
        Edit(Sort.ADDED, "archive/staff/新.yaml"),
    )


def test_the_same_commit_gives_the_same_history(repository):
    for number in range(5):
        repository.commit({STAFF: f"a: {number}\n", f"archive/staff/M{number}.yaml": "b: 1\n"})
    assert repository.history() == repository.history()


def test_neither_names_nor_subjects_of_commits_are_read(repository):
    repository.commit({STAFF: "a: 1\n"})
    assert "身份证号" not in repr(repository.history())
    assert "甲" not in repr(repository.history())


# --- what is missing is said -----------------------------------------------------------------------------------------


def test_no_repository(tmp_path, other):
    history = other(tmp_path).history()
    assert (history.lack, history.changes) == (Lack.REPOSITORY, ())
    assert "不在 Git 仓库里" in history.reason


def test_no_commit_yet(repository):
    repository.write({STAFF: "a: 1\n"})
    assert repository.history().lack is Lack.REVISION


def test_an_archive_that_was_never_committed(repository):
    repository.commit({"README.md": "x"})
    repository.write({STAFF: "a: 1\n"})
    assert repository.history().lack is Lack.ARCHIVE


def test_an_archive_that_is_a_link(repository, tmp_path):
    (tmp_path / "别处").mkdir()
    (repository.root / "archive").symlink_to(tmp_path / "别处")
    repository.commit({"README.md": "x"})
    assert repository.history().lack is Lack.ARCHIVE


def test_no_git(repository, monkeypatch):
    repository.commit({STAFF: "a: 1\n"})
    monkeypatch.setenv("PATH", "/nonexistent")
    assert repository.history().lack is Lack.GIT


def test_a_shallow_clone_says_so_and_takes_nothing_for_new(repository, tmp_path, other):
    for number in range(4):
        repository.commit({STAFF: f"a: {number}\n", f"archive/staff/M{number}.yaml": "b: 1\n"})
    repository.git("clone", "--quiet", "--depth=2", repository.root.as_uri(), str(tmp_path / "浅"))
    history = other(tmp_path / "浅").history()
    assert [(change.sort, change.path) for change in history.changes] == [
        (Sort.ADDED, "archive/staff/M3.yaml"),
        (Sort.MODIFIED, STAFF),
    ]
    assert history.cuts == (Cut.SHALLOW,)
    assert "git fetch --unshallow" in history.cuts[0].value


def test_a_shallow_clone_of_one_commit_has_no_changes(repository, tmp_path, other):
    repository.commit({STAFF: "a: 1\n"})
    repository.commit({STAFF: "a: 2\n"})
    repository.git("clone", "--quiet", "--depth=1", repository.root.as_uri(), str(tmp_path / "浅"))
    history = other(tmp_path / "浅").history()
    assert (history.changes, history.lack, history.cuts) == ((), None, (Cut.SHALLOW,))


def test_a_clone_without_files_names_what_it_can_and_fetches_nothing(repository, tmp_path, other):
    repository.commit({STAFF: "a: 1\n", "archive/staff/N04.yaml": "name: 甲\nb: 1\n"})
    repository.commit({STAFF: "a: 2\n", "archive/staff/N04.yaml": None, "archive/staff/N05.yaml": "name: 乙\nb: 1\n"})
    repository.git("config", "uploadpack.allowFilter", "true")
    half = other(tmp_path / "半")
    repository.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", repository.root.as_uri(), str(half.root))
    history = half.history()
    assert {(change.sort, change.path, change.uncompared) for change in history.changes[:3]} == {
        (Sort.MODIFIED, STAFF, Uncompared.MISSING),
        (Sort.DELETED, "archive/staff/N04.yaml", None),
        (Sort.ADDED, "archive/staff/N05.yaml", None),
    }
    assert history.cuts == (Cut.RENAMES,)


def test_a_version_that_cannot_be_read_is_said(repository):
    repository.commit({STAFF: "a: 1\n"})
    repository.commit({STAFF: "a: [1\n"})
    repository.commit({STAFF: "a: 2\n"})
    assert [change.uncompared for change in repository.history().changes[:2]] == [Uncompared.UNREADABLE] * 2


def test_a_version_too_large_for_a_record_is_not_read(repository):
    repository.commit({STAFF: "a: 1\n"})
    repository.commit({STAFF: "a: 2\n" + "#" * 2**20})
    assert repository.history().changes[0].uncompared is Uncompared.UNREADABLE


# --- bounds ----------------------------------------------------------------------------------------------------------


def test_a_long_history_is_cut_off_and_says_so(repository):
    for number in range(5):
        repository.commit({STAFF: f"a: {number}\n"})
    history = repository.history(commits=3)
    assert [change.sort for change in history.changes] == [Sort.MODIFIED] * 3
    assert history.cuts == (Cut.COMMITS,)
    assert repository.history(commits=5).cuts == ()
    assert len(repository.history(commits=5).changes) == 5


def test_too_many_changes_are_cut_off_and_said(repository):
    repository.commit({f"archive/staff/N{number}.yaml": f"a: {number}\n" for number in range(20)})
    history = repository.history(changes=7)
    assert len(history.changes) == 7
    assert history.cuts == (Cut.CHANGES,)


def test_only_the_newest_are_compared_field_by_field(repository):
    for number in range(4):
        repository.commit({STAFF: f"a: {number}\n"})
    assert [change.uncompared for change in repository.history(compared=1).changes] == [
        None,
        Uncompared.OLD,
        Uncompared.OLD,
        None,
    ]


def test_what_there_is_no_room_for_is_not_compared_and_said(repository):
    for number in range(4):
        repository.commit({STAFF: f"a: {number}\n"})
    assert [change.uncompared for change in repository.history(room=Room(read=100, parsed=11)).changes] == [
        None,
        Uncompared.OLD,
        Uncompared.OLD,
        None,
    ]
    assert [change.uncompared for change in repository.history(room=Room(read=11, parsed=100)).changes][:2] == [
        None,
        Uncompared.OLD,
    ]


def test_a_first_commit_of_five_thousand_files(repository):
    stream = ["commit refs/heads/main\ncommitter a <a@example.invalid> 1767240000 +0800\ndata 0\n"]
    for number in range(5_000):
        text = f"name: 员工{number}\n"
        stream.append(f"M 644 inline archive/staff/N{number}.yaml\ndata {len(text.encode())}\n{text}")
    repository.git("fast-import", "--quiet", stdin="".join(stream))
    repository.git("reset", "--hard", "--quiet")
    history = repository.history()
    assert len(history.changes) == 5_000
    assert {change.sort for change in history.changes} == {Sort.ADDED}


def test_a_hostile_history_ends_within_seconds(repository):
    """Each commit renames and edits everything: what costs Git most, again and again."""
    stream = []
    for turn in range(30):
        stream.append(f"commit refs/heads/main\ncommitter a <a@example.invalid> {1767240000 + turn} +0800\ndata 0\n")
        stream.append("deleteall\n")
        for number in range(190):
            text = "".join(f"k{line}: {turn} {number} {line * 7 % (number + 3)}\n" for line in range(300))
            stream.append(f"M 644 inline archive/staff/T{turn}N{number}.yaml\ndata {len(text)}\n{text}")
    repository.git("fast-import", "--quiet", stdin="".join(stream))
    repository.git("reset", "--hard", "--quiet")
    began = time.monotonic()
    history = repository.history(seconds=3)
    assert time.monotonic() - began < 60
    assert history.lack is Lack.SLOW or history.changes


def test_git_takes_too_long(repository, monkeypatch, tmp_path):
    repository.commit({STAFF: "a: 1\n"})
    slow = tmp_path / "bin"
    slow.mkdir()
    real = os.environ["PATH"]
    script = f'#!/bin/sh\ncase "$*" in *diff-tree*) exec sleep 60;; esac\nPATH="{real}" exec git "$@"\n'
    (slow / "git").write_text(script, encoding="utf-8")
    (slow / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow}{os.pathsep}{real}")
    history = repository.history(seconds=0.3)
    assert (history.lack, history.changes) == (Lack.SLOW, ())


# --- a stranger's repository -----------------------------------------------------------------------------------------


def test_no_program_that_the_repository_names_is_run(repository):
    repository.commit({STAFF: "a: 1\n"})
    repository.commit({STAFF: "a: 2\n"})
    trap = repository.root / "trap"
    program = f"touch '{trap}'; cat"
    for key in ("core.fsmonitor", "diff.external", "diff.x.textconv", "diff.x.command", "gpg.program", "core.pager"):
        repository.git("config", key, program)
    for key in ("filter.x.clean", "filter.x.smudge", "filter.x.process"):
        repository.git("config", key, program)
    repository.git("config", "log.showSignature", "true")
    (repository.root / ".git/info").mkdir(exist_ok=True)
    (repository.root / ".git/info/attributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    os.utime(repository.root / STAFF, (1, 1))
    assert len(repository.history().changes) == 2
    assert not trap.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [("diff.renames", "false"), ("diff.relative", "true"), ("diff.orderFile", "/dev/zero"), ("log.date", "x")],
)
def test_its_settings_do_not_change_the_answer(repository, key, value):
    repository.commit({STAFF: "name: 甲\n"})
    repository.commit({STAFF: None, "archive/staff/N30.yaml": "name: 甲\n"})
    before = repository.history()
    repository.git("config", key, value)
    assert repository.history() == before
    assert before.changes[0].sort is Sort.RENAMED


def test_a_commit_cannot_be_replaced(repository):
    first = repository.commit({STAFF: "a: 1\n"})
    last = repository.commit({STAFF: "a: 2\n"})
    repository.git("replace", last, first)
    assert len(repository.history().changes) == 2


def test_names_that_nobody_can_type_stop_nothing(repository):
    repository.commit({STAFF: "a: 1\n"})
    place = os.fsencode(repository.root / "archive/staff")
    for name in (b"a\tb\nc.yaml", b"\xff\xfe.yaml", b":100644 100644 a b M.yaml", b"-x.yaml"):
        with open(place + b"/" + name, "wb") as file:  # noqa: PTH123 - a name of bytes
            file.write(b"a: 1\n")
    repository.commit({})
    assert len(repository.history().changes) == 5
