"""``archive/settings.yaml`` says how much a check reads at most."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from meidang.models.base import adapter
from meidang.models.settings import Settings
from meidang.source.limits import DEFAULT_LIMITS, MIB

BASE = Path(__file__).parents[1] / "rules" / "base" / "archive"
FILES = sum(1 for _ in BASE.rglob("*"))
_FIX = "移走不属于档案的文件，或在设置的「读取上限」（limits）里调高"
FILES_PASSED = f"文件超过 10 个，从这里起不再读入 → {_FIX}「文件数」（files）"
MIB_PASSED = f"全部记录超过 0 MiB，从这里起不再读入 → {_FIX}「档案总大小（MiB）」（archive_mib）"


@pytest.fixture
def archive(tmp_path):
    return Path(shutil.copytree(BASE, tmp_path / "archive"))


def limits_passed(archive):
    command = [sys.executable, "-m", "meidang", "check", "--root", str(archive.parent), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    found = json.loads(done.stdout)["findings"]
    return [(one["path"], f"{one['message']} → {one['fix']}") for one in found if one["code"] == "SRC004"]


def in_order(archive, folder=""):
    """What lies in the archive, in the order in which it is read: folder by folder, each by name."""
    for path in sorted((archive / folder).iterdir(), key=lambda path: path.name):
        name = path.relative_to(archive).as_posix()
        yield name
        if path.is_dir():
            yield from in_order(archive, name)


def set_limits(archive, text):
    settings = archive / "settings.yaml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\nlimits: {text}\n", encoding="utf-8")


def test_the_defaults_are_the_readers_own():
    limits = adapter(Settings).validate_python({}).limits
    assert (limits.files, limits.archive_mib * MIB) == (DEFAULT_LIMITS.files, DEFAULT_LIMITS.archive_bytes)


def test_as_many_files_as_the_settings_say_are_read(archive):
    set_limits(archive, f"{{files: {FILES}}}")
    assert limits_passed(archive) == []


def test_one_file_more_is_refused_and_the_fix_names_the_setting(archive):
    set_limits(archive, "{files: 10}")
    assert limits_passed(archive) == [(f"archive/{list(in_order(archive))[10]}", FILES_PASSED)]


def test_no_more_is_read_than_the_settings_say(archive):
    set_limits(archive, "{archive_mib: 0}")
    first = next(path for path in in_order(archive) if path.endswith(".yaml"))
    assert limits_passed(archive) == [(f"archive/{first}", MIB_PASSED)]
    settings = archive / "settings.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("archive_mib: 0", "archive_mib: 1"), "utf-8")
    assert limits_passed(archive) == []


@pytest.mark.parametrize(
    "text", ["{files: 10, archive_mib: many}", "{files: 10, fils: 1}", "{files: -1}", "{files: 10", "{files: '１０'}"]
)
def test_settings_that_do_not_fit_set_no_limits(archive, text):
    set_limits(archive, text)
    assert limits_passed(archive) == []


def test_settings_behind_a_link_set_no_limits(archive):
    set_limits(archive, "{files: 10}")
    (archive / "settings.yaml").rename(archive.parent / "elsewhere.yaml")
    (archive / "settings.yaml").symlink_to("../elsewhere.yaml")
    assert limits_passed(archive) == []


def test_settings_that_are_a_pipe_are_not_waited_for(archive):
    (archive / "settings.yaml").unlink()
    os.mkfifo(archive / "settings.yaml")
    assert limits_passed(archive) == []


def test_without_settings_the_defaults_hold(archive):
    (archive / "settings.yaml").unlink()
    assert limits_passed(archive) == []
