"""How the command line answers: quickly for help, in Chinese for misuse, never with a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

HEAVY = {"pydantic", "docx", "docxtpl", "mkdocs", "yaml", "ruamel", "rich", "jinja2"}


def meidang(*arguments, cwd=None, env=None):
    command = [sys.executable, "-m", "meidang", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=os.environ | (env or {}), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["chek"], ["check", "--as-of", "2026-02-30"]])
def test_help_and_misuse_import_nothing_heavy(arguments):
    script = (
        "import sys\nfrom meidang.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "print('IMPORTED', *sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    imported = set(done.stdout.rsplit("IMPORTED", 1)[1].split())
    assert not imported & HEAVY


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "缺少 命令"),
        (["chek"], "命令 不能是 chek，可以是：check、"),
        (["--root", "x", "build"], "--root 写在命令后面，例如 meidang build --root 文件夹"),
        (["--root=x"], "--root 写在命令后面"),
        (["build", "dcos"], "不能是 dcos，可以是：docs、site、all、binder、pages\n"),
        (["check", "--as-of", "2026-02-30"], "没有这一天"),
        (["check", "--form", "json"], "不认识的选项"),
        (["check", "--format", "xml"], "--format 不能是 xml"),
        (["check", "--root"], "--root 后面要跟一个值"),
        (["rule", "CRD01"], "是不是 CRD001"),
    ],
)
def test_misuse_ends_with_2_and_says_so_in_chinese(arguments, says):
    done = meidang(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "usage:" not in done.stderr


def test_a_folder_without_an_archive_is_misuse(tmp_path):
    done = meidang("check", "--root", tmp_path)
    assert (done.returncode, "里没有 archive 文件夹" in done.stderr) == (2, True)


@pytest.mark.parametrize("command", ["check", "build", "schema", "rule", "import-policy"])
def test_help_has_no_english_left(command):
    text = meidang(command, "--help").stdout
    for english in ("usage:", "options:", "positional", "show this", "optional"):
        assert english not in text


def test_an_empty_archive_is_told_what_it_needs(tmp_path):
    (tmp_path / "archive").mkdir()
    done = meidang("check", "--root", tmp_path, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)["findings"]
    assert {one["code"] for one in found} == {"DAT007"}


def test_an_internal_error_prints_one_line_and_a_report_without_values(tmp_path):
    (tmp_path / "archive").mkdir()
    script = (
        "import sys\nimport meidang.pipeline as pipeline\n"
        "def broken(*a, **k):\n    raise ValueError('何砚 110105194912310021')\n"
        "pipeline.load_archive = broken\n"
        f"from meidang.cli import main\nsys.exit(main(['check', '--root', {str(tmp_path)!r}]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 70
    assert len(done.stderr.splitlines()) == 1
    report = next(tmp_path.glob("meidang-error-*.txt")).read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "何砚" not in report + done.stderr
