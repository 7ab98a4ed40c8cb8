"""The commands of the workflows, run for real: a pull request in a throwaway clone, our own program on PATH."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
import yaml

from meidang.cli.parser import make_parser
from meidang.clock import today
from starter.begun import GITLAB, WORKFLOWS, committed, copied, filled_in, git, host, jobs

CHECKS = (".github/workflows/check.yml", ".gitea/workflows/check.yml")
#: In Shanghai, as a runner's shell says it.
YESTERDAY = '"$(TZ=CST-8 date --date=yesterday +%F)"'
BUILDS = (".github/workflows/build.yml", ".gitea/workflows/build.yml")
#: What a runner has besides our program. LibreOffice is not among it: its pages are tested elsewhere.
TOOLS = ("bash", "cat", "cp", "env", "git", "grep", "mkdir", "mv", "rm")
#: The step that takes longest; the same on every host, so it is run once.
BUILD = "meidang build site --root base\nmeidang build binder --root base\n"


#: What the doctor of the README's examples gets next.
LICENCE = """\
credentials:
  - credential_type: doctor_practice
    number: '110'
    authority: 卫生健康委员会
    obtained_on: 2012-08-01
    valid_to: 长期
"""


@pytest.fixture(scope="module")
def protected(fresh, tmp_path_factory):
    """The protected branch: an archive that somebody has begun."""
    folder = filled_in(copied(fresh, tmp_path_factory.mktemp("protected") / "x"))
    with (folder / "archive/staff/D01.yaml").open("a", encoding="utf-8") as person:
        person.write(LICENCE)
    return committed(folder)


@pytest.fixture(scope="module")
def request_of(protected, tmp_path_factory):
    """A pull request: a licence is gone, and everything else in it is there to do harm."""
    folder = copied(protected, tmp_path_factory.mktemp("request") / "x")
    expire(folder, "2026-01-31")
    for name in (
        *("mkdocs.yml", "requirements.txt", "templates/make.py", "conftest.py", "site/hooks.py"),
        *("meidang.py", "pip.py", "sitecustomize.py", "pip.conf", "json.py"),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("raise SystemExit('PWNED')\n", encoding="utf-8")
    (folder / "templates/staff.docx").write_bytes(b"PWNED")
    return committed(folder, "改一个日期")


def expire(folder, day):
    """Let the licence of the README's doctor end."""
    person = folder / "archive/staff/D01.yaml"
    text = person.read_text(encoding="utf-8")
    assert "valid_to: 长期" in text
    person.write_text(text.replace("valid_to: 长期", f"valid_to: {day}"), encoding="utf-8")


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """A folder for PATH: the tools, ``meidang``, and a ``pip`` that installs nothing but must be given what exists."""
    folder = tmp_path_factory.mktemp("bin")
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name))
    executable(folder / "meidang", f'exec {sys.executable} -P -m meidang "$@"')
    # Python's own flags are kept, so that a ``pip.py`` where it is called would be run.
    executable(
        folder / "python",
        'for last; do :; done\ncase "$*" in\n'
        f'"-I -m pip "*) test -f "$last" && exec {sys.executable} -I -m pip --version ;;\n'
        f'"-m pip "*) test -f "$last" && exec {sys.executable} -m pip --version ;;\n'
        f'*) exec {sys.executable} "$@" ;;\nesac',
    )
    for name in ("apt-get", "sudo"):
        executable(folder / name, "exit 0")
    return folder


def executable(file, text):
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(0o755)


def run(script, *, cwd, program, **environment):
    """As the runner does it: bash, stopping at the first failure; what PATH offers is ours."""
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=cwd,
        env={**os.environ, "PATH": str(program), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def scripts(folder, path, job):
    """What a job runs once the program is installed."""
    return [step["run"] for step in jobs(folder, path)[job]["steps"] if "run" in step and "安装" not in step["name"]]


# --- a pull request --------------------------------------------------------------------------------------------------


@pytest.fixture
def workspace(tmp_path, protected, request_of):
    """What the two checkouts leave: the protected branch in ``base``, the request in ``head``."""
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "clone", "--quiet", str(protected), "base")
    git(folder, "clone", "--quiet", str(request_of), "head")
    return folder


def test_the_steps_of_a_pull_request_work_and_run_nothing_of_it(workspace, protected, program):
    said = ""
    for step in jobs(protected, CHECKS[0])["check"]["steps"]:
        if script := step.get("run"):
            done = run(script, cwd=workspace / step.get("working-directory", ""), program=program, FAIL_ON="error")
            assert done.returncode == 0, f"{step['name']}\n{done.stdout}\n{done.stderr}"
            said += done.stdout + done.stderr
    assert "PWNED" not in said
    assert_told(workspace)
    results = json.loads((workspace / "out/check.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "CRD001" in {one["ruleId"] for one in results}
    page = workspace / "base/build/site/staff/D01.html"
    assert "2026-01-31" in page.read_text(encoding="utf-8")
    assert list((workspace / "base/build/binder").rglob("*.docx"))


def assert_told(folder):
    assert "张三" in (folder / "out/comment.md").read_text(encoding="utf-8")
    assert "CRD001" in (folder / "out/check.xml").read_text(encoding="utf-8")
    assert (folder / "out/变更登记.docx").is_file()


def test_the_script_of_a_merge_request_works_and_runs_nothing_of_it(tmp_path, protected, request_of, program):
    folder = tmp_path / "work"
    git(tmp_path, "clone", "--quiet", str(request_of), str(folder))
    git(folder, "remote", "set-url", "origin", str(protected))
    script = "\n".join(yaml.safe_load((protected / GITLAB).read_text(encoding="utf-8"))["check"]["script"])
    assert BUILD in script
    done = run(
        script.replace(BUILD, "mkdir base/build\n"),
        cwd=folder,
        program=program,
        FAIL_ON="error",
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
    )
    assert done.returncode == 0, done.stderr
    assert "PWNED" not in done.stdout + done.stderr
    assert_told(folder)
    issues = json.loads((folder / "out/check.json").read_text(encoding="utf-8"))
    assert "CRD001" in {one["check_name"] for one in issues}
    assert (folder / "out/build").is_dir()


def test_the_other_hosts_steps_are_the_same_but_for_the_reports(protected):
    overlay, diff, check, build = scripts(protected, CHECKS[0], "check")
    theirs = scripts(protected, CHECKS[1], "check")
    assert (theirs[0], theirs[1], theirs[3]) == (overlay, diff, f"{build}mv base/build out/build\n")
    assert theirs[2].partition("--report")[0] == check.partition("--report")[0].replace("--format github ", "")


def test_every_command_of_a_workflow_is_one_that_the_program_takes(fresh):
    files = {path: (fresh / path).read_text(encoding="utf-8").replace("\\\n", " ") for path in (*WORKFLOWS, GITLAB)}
    found = {
        command
        for text in files.values()
        for command in re.findall(r"(?:^ *(?:- )?|then |else )(meidang [a-z][^;|>\n]*)", text, re.MULTILINE)
    }
    assert len(found) >= 8
    for command in found:
        known = command.replace('"$FAIL_ON"', "error").replace(YESTERDAY, "2026-06-29")
        make_parser().parse_args(shlex.split(known)[1:])


def stopped_at(workspace, protected, program):
    """The step that fails, its exit code, and all that was printed."""
    said = ""
    for step in jobs(protected, CHECKS[0])["check"]["steps"]:
        if "run" in step and "安装" not in step["name"]:
            done = run(step["run"], cwd=workspace, program=program, FAIL_ON="error")
            said += done.stdout + done.stderr
            if done.returncode:
                return step["name"], done.returncode, said
    return "", 0, said


def test_a_pull_request_with_a_data_error_fails_but_is_still_commented(workspace, protected, program):
    (workspace / "head/archive/staff/D01.yaml").write_text("name: 张三\nsex: 中\n", encoding="utf-8")
    assert stopped_at(workspace, protected, program)[:2] == ("检查档案", 1)
    assert (workspace / "out/comment.md").stat().st_size > 0


@pytest.mark.parametrize("where", ["archive", "archive/staff"])
def test_links_in_a_pull_request_lead_nowhere(where, workspace, tmp_path, protected, program):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "D01.yaml").write_text("name: SECRET\n", encoding="utf-8")
    target = workspace / "head" / where
    shutil.rmtree(target)
    target.symlink_to(secret)
    _, code, said = stopped_at(workspace, protected, program)
    assert code
    assert "SECRET" not in said
    comment = workspace / "out/comment.md"
    assert not comment.exists() or "SECRET" not in comment.read_text(encoding="utf-8")


def test_file_names_of_a_pull_request_are_no_commands(workspace, protected, program):
    names = ("$(touch pwned).yaml", "`touch pwned`.yaml", "-rf", "\n::set-env name=PATH::x.yaml", ";touch pwned;.yaml")
    for name in names:
        (workspace / "head/archive/staff" / name).write_text("name: x\n", encoding="utf-8")
    step, code, said = stopped_at(workspace, protected, program)
    assert (step, code) == ("检查档案", 1)
    assert not list(workspace.rglob("pwned*"))
    assert not [line for line in said.splitlines() if line.startswith("::set-env")]


# --- the protected branch --------------------------------------------------------------------------------------------


def test_the_protected_branch_is_checked_and_its_readiness_kept(protected, tmp_path, program):
    folder = copied(protected, tmp_path / "work")
    for script in scripts(protected, BUILDS[0], "build")[:2]:
        done = run(script, cwd=folder, program=program)
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    kept = {file.name for file in (folder / "out").iterdir() if file.stat().st_size}
    assert kept == {"check.txt", "check.sarif", "check.xml", "check.json", "readiness.txt"}


def test_forms_and_pdf_are_made_where_they_can_be(protected, tmp_path, program):
    telling = shutil.copytree(program, tmp_path / "bin", symlinks=True)
    executable(telling / "meidang", 'echo "$@"')
    folder = copied(protected, tmp_path / "work")
    script = scripts(protected, BUILDS[0], "build")[-1]
    assert run(script, cwd=folder, program=telling).stdout.splitlines() == ["build site", "build binder"]
    executable(telling / "soffice", "exit 0")
    with (folder / "archive/settings.yaml").open("a", encoding="utf-8") as settings:
        settings.write("forms:\n  platform: GitHub\n")
    assert run(script, cwd=folder, program=telling).stdout.splitlines() == ["build site --forms", "build binder --pdf"]


def test_every_host_does_the_same_there(protected):
    assert scripts(protected, BUILDS[0], "build") == scripts(protected, BUILDS[1], "build")
    (kept,), (daily,) = (scripts(protected, path, "remind") for path in BUILDS)
    # Forgejo's runners keep no memory that no request can write: each day is told what the day before was not so.
    assert daily.replace(f" --since {YESTERDAY}", "") == kept != daily
    whole = yaml.safe_load((protected / GITLAB).read_text(encoding="utf-8"))
    assert [*whole["build"]["script"][2:]] == scripts(protected, BUILDS[0], "build")
    assert whole["remind"]["script"][1:] == scripts(protected, BUILDS[0], "remind")


def test_the_reminder_says_that_it_has_nowhere_to_go(protected, program):
    (script,) = scripts(protected, BUILDS[0], "remind")
    done = run(script, cwd=protected, program=program, MEIDANG_NOTIFY="", MEIDANG_NOTIFY_STAFF_D01="")
    assert done.returncode == 0
    assert "没有设置 MEIDANG_NOTIFY" in done.stdout


def test_the_reminder_is_sent_once_and_its_address_is_not_shown(protected, tmp_path, program):
    folder = copied(protected, tmp_path / "x")
    expire(folder, today() - timedelta(days=1))
    (script,) = scripts(protected, BUILDS[0], "remind")
    with host(1, []) as (address, asked):
        # ``json://`` is apprise's own way of a plain web hook; a person's address alone is enough.
        notify = f"{address.replace('http', 'json')}/SECRET"
        first, second = (
            run(script, cwd=folder, program=program, MEIDANG_NOTIFY="", MEIDANG_NOTIFY_STAFF_D01=notify)
            for _ in range(2)
        )
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "已发送" in first.stdout
    assert "没有变化" in second.stdout
    assert len(asked) == 1
    assert "医师执业证书" in asked[0][3]["message"]
    assert "SECRET" not in first.stdout + first.stderr + second.stdout + second.stderr
    told = (folder / "build/due/told.json").read_text(encoding="utf-8")
    assert "张三" not in told
