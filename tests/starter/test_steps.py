"""The commands of the workflows, run for real: a pull request in a throwaway clone, our own program on PATH."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from starter.begun import GITLAB, committed, copied, filled_in, fresh, git, jobs

__all__ = ["fresh"]


@pytest.fixture(scope="module")
def protected(fresh, tmp_path_factory):
    """The protected branch: an archive that somebody has begun."""
    return committed(filled_in(copied(fresh, tmp_path_factory.mktemp("protected") / "x")))


@pytest.fixture(scope="module")
def request_of(protected, tmp_path_factory):
    """A pull request: a licence is gone, and everything else in it is there to do harm."""
    folder = copied(protected, tmp_path_factory.mktemp("request") / "x")
    person = folder / "archive/staff/D01.yaml"
    person.write_text(
        person.read_text(encoding="utf-8").replace("valid_to: 长期", "valid_to: 2026-01-31"), encoding="utf-8"
    )
    for name in ("mkdocs.yml", "requirements.txt", "templates/make.py", "conftest.py", "meidang.py", "site/hooks.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("raise SystemExit('PWNED')\n", encoding="utf-8")
    (folder / "templates/staff.docx").write_bytes(b"PWNED")
    return committed(folder, "改一个日期")


@pytest.fixture
def program(tmp_path):
    """A folder for PATH with ``meidang`` and a ``pip`` that installs nothing, but must be given what exists."""
    folder = tmp_path / "bin"
    folder.mkdir()
    meidang = folder / "meidang"
    meidang.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m meidang "$@"\n', encoding="utf-8")
    meidang.chmod(0o755)
    python = folder / "python"
    python.write_text(
        f'#!/bin/sh\nif [ "$2" = pip ]; then for last; do :; done; exec test -f "$last"; fi\nexec {sys.executable} "$@"\n',
        encoding="utf-8",
    )
    python.chmod(0o755)
    for name in ("apt-get", "sudo"):
        (folder / name).write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


def run(script, *, cwd, program, **environment):
    """As the runner does it: bash, stopping at the first failure; what PATH offers is ours."""
    path = f"{program}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=cwd,
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def workspace(tmp_path, protected, request_of) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "clone", "--quiet", str(protected), "base")
    git(folder, "clone", "--quiet", str(request_of), "head")
    return folder


def kept_of(folder: Path) -> tuple[str, str]:
    return (folder / "out/comment.md").read_text(encoding="utf-8"), (folder / "out/check.xml").read_text(
        encoding="utf-8"
    )


#: The step that takes longest; the same on every host, so it is run once.
BUILD = "meidang build site --root base\nmeidang build binder --root base\n"


@pytest.mark.parametrize("path", [".github/workflows/check.yml", ".gitea/workflows/check.yml"])
def test_the_steps_of_a_pull_request_work_and_run_nothing_of_it(path, tmp_path, protected, request_of, program):
    folder = workspace(tmp_path, protected, request_of)
    said = ""
    for step in jobs(protected, path)["check"]["steps"]:
        script = step.get("run", "")
        # The other hosts make an environment first, which our program needs not.
        if not script or "venv" in script:
            continue
        if BUILD in script and path.startswith(".gitea"):
            script = script.replace(BUILD, "mkdir base/build\n")
        done = run(script, cwd=folder, program=program, FAIL_ON="error")
        assert done.returncode == 0, f"{step['name']}\n{done.stdout}\n{done.stderr}"
        said += done.stdout + done.stderr
    assert "PWNED" not in said
    comment, report = kept_of(folder)
    assert "张三" in comment
    assert "CRD001" in report
    runs = json.loads((folder / "out/check.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert any(one["ruleId"] == "CRD001" for one in runs)
    assert (folder / "out/变更登记.docx").is_file()
    if path.startswith(".github"):
        page = folder / "base/build/site/staff/D01.html"
        assert "2026-01-31" in page.read_text(encoding="utf-8")
        assert list((folder / "base/build/binder").rglob("*.docx"))


def test_the_script_of_a_merge_request_works(tmp_path, protected, request_of, program):
    folder = tmp_path / "work"
    git(tmp_path, "clone", "--quiet", str(request_of), str(folder))
    git(folder, "remote", "set-url", "origin", str(protected))
    job = yaml.safe_load((protected / GITLAB).read_text(encoding="utf-8"))["check"]
    done = run(
        "\n".join(job["script"]).replace(BUILD, "mkdir base/build\n"),
        cwd=folder,
        program=program,
        FAIL_ON="error",
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
    )
    assert done.returncode == 0, done.stderr
    assert "PWNED" not in done.stdout + done.stderr
    comment, report = kept_of(folder)
    assert "张三" in comment
    assert "CRD001" in report
    assert any(
        one["check_name"] == "CRD001" for one in json.loads((folder / "out/check.json").read_text(encoding="utf-8"))
    )
    assert (folder / "out/build").is_dir()
    assert BUILD in "\n".join(job["script"])


def test_a_pull_request_with_a_data_error_fails_but_is_still_commented(tmp_path, protected, request_of, program):
    folder = workspace(tmp_path, protected, request_of)
    (folder / "head/archive/staff/D01.yaml").write_text("name: 张三\nsex: 中\n", encoding="utf-8")
    codes = {}
    for step in jobs(protected, ".github/workflows/check.yml")["check"]["steps"]:
        if "run" in step and "安装" not in step["name"]:
            codes[step["name"]] = run(step["run"], cwd=folder, program=program, FAIL_ON="error").returncode
            if codes[step["name"]]:
                break
    assert list(codes.items())[-1] == ("检查档案", 1)
    assert (folder / "out/comment.md").stat().st_size > 0


@pytest.mark.parametrize("where", ["archive", "archive/staff"])
def test_links_in_a_pull_request_lead_nowhere(where, tmp_path, protected, request_of, program):
    folder = workspace(tmp_path, protected, request_of)
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "D01.yaml").write_text("name: SECRET\n", encoding="utf-8")
    target = folder / "head" / where
    subprocess.run(["rm", "-r", target], check=True)
    target.symlink_to(secret)
    said = ""
    for step in jobs(protected, ".github/workflows/check.yml")["check"]["steps"]:
        if "run" in step and "安装" not in step["name"]:
            done = run(step["run"], cwd=folder, program=program, FAIL_ON="error")
            said += done.stdout + done.stderr
            if done.returncode:
                break
    assert done.returncode
    assert "SECRET" not in said
    comment = folder / "out/comment.md"
    assert not comment.exists() or "SECRET" not in comment.read_text(encoding="utf-8")


GITHUB, GITEA = ".github/workflows/build.yml", ".gitea/workflows/build.yml"


def scripts(folder, path, job):
    """What a job runs once the program is installed."""
    return [step["run"] for step in jobs(folder, path)[job]["steps"] if "run" in step and "安装" not in step["name"]]


def test_the_steps_of_the_protected_branch_work(tmp_path, protected, program):
    folder = copied(protected, tmp_path / "work")
    for script in scripts(protected, GITHUB, "build"):
        done = run(script, cwd=folder, program=program)
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    assert (folder / "out/readiness.txt").stat().st_size > 0
    assert (folder / "build/site/index.html").is_file()
    assert list((folder / "build/binder").rglob("*.docx"))
    assert list((folder / "build/binder").rglob("*.pdf"))


def test_every_host_does_the_same_there(protected):
    assert scripts(protected, GITHUB, "build") == scripts(protected, GITEA, "build")
    assert scripts(protected, GITHUB, "remind") == scripts(protected, GITEA, "remind")
    whole = yaml.safe_load((protected / GITLAB).read_text(encoding="utf-8"))
    assert [*whole["build"]["script"][2:]] == scripts(protected, GITHUB, "build")
    assert whole["remind"]["script"][1:] == scripts(protected, GITHUB, "remind")


def test_the_reminder_says_that_it_has_nowhere_to_go(protected, tmp_path, program):
    steps = jobs(protected, ".github/workflows/build.yml")["remind"]["steps"]
    done = run(steps[-1]["run"], cwd=protected, program=program, MEIDANG_NOTIFY="")
    assert done.returncode == 0
    assert "没有设置 MEIDANG_NOTIFY" in done.stdout


def test_the_reminder_is_sent(protected, tmp_path, program):
    """``json://`` is apprise's own way of a plain web hook; nobody listens there, which the command must say."""
    steps = jobs(protected, ".github/workflows/build.yml")["remind"]["steps"]
    done = run(
        steps[-1]["run"], cwd=copied(protected, tmp_path / "x"), program=program, MEIDANG_NOTIFY="json://127.0.0.1:9/"
    )
    assert done.returncode in (0, 74)
    assert "Traceback" not in done.stderr
    assert "unrecognized" not in done.stderr
