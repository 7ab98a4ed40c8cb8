"""The workflows that a new archive gets: valid for their hosts, and safe whatever a pull request holds."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import yaml

from meidang import __version__
from starter.begun import GITLAB, WORKFLOWS, jobs, steps

#: Those that read a pull request, and those that run on the protected branch only.
READING = (".github/workflows/check.yml", ".gitea/workflows/check.yml")


def text_of(fresh, path):
    return (fresh / path).read_text(encoding="utf-8")


def triggers(fresh, path):
    # YAML 1.1 takes the word ``on`` for a yes.
    return yaml.safe_load(text_of(fresh, path))[True]


@pytest.mark.parametrize(("schema", "paths"), [("vendor.github-workflows", WORKFLOWS), ("vendor.gitlab-ci", (GITLAB,))])
def test_each_host_takes_its_files(fresh, schema, paths):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *(fresh / path for path in paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_pre_commit_configuration_and_other_yaml_can_be_read(fresh):
    hooks = yaml.safe_load(text_of(fresh, ".pre-commit-config.yaml"))["repos"][0]["hooks"]
    assert [hook["entry"] for hook in hooks] == ["meidang fmt --check", "meidang check --fail-on error"]


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB])
def test_files_are_tidy(fresh, path):
    text = text_of(fresh, path)
    assert text.endswith("\n")
    assert not re.search(r"[ \t]+$|\t|@@|\r", text, re.MULTILINE)
    assert not re.search(r"https?://", text)


# --- GitHub, Forgejo, Gitea ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WORKFLOWS)
def test_nothing_that_a_stranger_wrote_becomes_part_of_a_command(fresh, path):
    for step in steps(fresh, path):
        assert "${{" not in step.get("run", "")
        assert "${{" not in step.get("with", {}).get("script", "")


@pytest.mark.parametrize("path", WORKFLOWS)
def test_permissions_are_the_least(fresh, path):
    whole = yaml.safe_load(text_of(fresh, path))
    assert whole["permissions"] in ({}, {"contents": "read"})
    allowed = {
        ("comment.yml", "comment"): {"actions": "read", "pull-requests": "write"},
        ("build.yml", "scan"): {"contents": "read", "security-events": "write"},
    }
    for name, job in whole["jobs"].items():
        assert job.get("permissions") == allowed.get((path.rpartition("/")[2], name)) or path.startswith(".gitea")


@pytest.mark.parametrize("path", WORKFLOWS)
def test_no_checkout_leaves_its_token(fresh, path):
    checkouts = [step for step in steps(fresh, path) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("path", WORKFLOWS)
def test_actions_are_pinned_by_commit_or_say_why_not(fresh, path):
    lines = text_of(fresh, path).splitlines()
    for number, line in enumerate(lines):
        if "uses:" in line and not re.search(r"@[0-9a-f]{40} # v[0-9.]+$", line):
            assert "#" in "".join(lines[number - 1 : number + 1])


def test_github_reads_a_pull_request_without_secrets_and_writes_from_the_protected_branch(fresh):
    assert list(triggers(fresh, ".github/workflows/check.yml")) == ["pull_request"]
    assert list(triggers(fresh, ".github/workflows/comment.yml")) == ["workflow_run"]
    assert "secrets." not in text_of(fresh, ".github/workflows/check.yml")
    comment = text_of(fresh, ".github/workflows/comment.yml")
    assert "actions/checkout" not in comment
    assert not [step for step in steps(fresh, ".github/workflows/comment.yml") if "run" in step]
    watched = triggers(fresh, ".github/workflows/comment.yml")["workflow_run"]["workflows"]
    # A check that a newer commit stopped has left nothing to comment.
    assert "conclusion != 'cancelled'" in jobs(fresh, ".github/workflows/comment.yml")["comment"]["if"]
    assert watched == [yaml.safe_load(text_of(fresh, ".github/workflows/check.yml"))["name"]]


def test_the_other_hosts_take_the_workflow_from_the_protected_branch_and_keep_the_token_apart(fresh):
    path = ".gitea/workflows/check.yml"
    assert list(triggers(fresh, path)) == ["pull_request_target"]
    check, comment = jobs(fresh, path)["check"], jobs(fresh, path)["comment"]
    assert "secrets." not in yaml.safe_dump(check)
    assert not [step for step in comment["steps"] if "checkout" in step.get("uses", "")]
    assert "secrets.MEIDANG_COMMENT_TOKEN" in yaml.safe_dump(comment)


@pytest.mark.parametrize("path", READING)
def test_of_a_pull_request_only_the_archive_is_used(fresh, path):
    checking = jobs(fresh, path)["check"]["steps"]
    names = [line for step in checking for line in step.get("run", "").splitlines() if "head" in line]
    assert names == ["test -d head/archive && test ! -L head/archive", "cp -R -P head/archive base/archive"]
    commands = "\n".join(step.get("run", "") for step in checking)
    assert not re.search(r"mkdocs|head/(templates|requirements|site)", commands)
    elsewhere = {step["working-directory"]: step["run"] for step in checking if "working-directory" in step}
    assert list(elsewhere) == ["base"]
    assert "--requirement requirements.txt" in elsewhere["base"]
    for command in re.findall(r"^\s*meidang .*$", commands, re.MULTILINE):
        assert "--root base" in command


def test_private_outputs_are_kept_in_private_repositories_only(fresh):
    for path in WORKFLOWS:
        for step in steps(fresh, path):
            kept = str(step.get("with", {}).get("path", ""))
            if "upload-artifact" in step.get("uses", "") and ("site" in kept or "binder" in kept):
                assert "github.event.repository.private" in step["if"]
    whole = " ".join(text_of(fresh, path) for path in (*WORKFLOWS, GITLAB))
    assert not re.search(r"deploy-pages|^pages:|pages: write|gh-pages", whole, re.MULTILINE)


def test_secrets_for_reminders_are_in_one_job_that_strangers_do_not_start(fresh):
    job = jobs(fresh, ".github/workflows/build.yml")["remind"]
    assert (job["if"], job["environment"]) == ("github.event_name == 'schedule'", "reminder")
    whole = yaml.safe_load(text_of(fresh, ".github/workflows/build.yml"))
    assert [name for name, one in whole["jobs"].items() if "secrets." in yaml.safe_dump(one)] == ["remind"]


def test_what_was_told_is_remembered_only_where_no_request_can_write(fresh):
    cached = {path for path in (*WORKFLOWS, GITLAB) if "cache" in yaml.safe_dump(yaml.safe_load(text_of(fresh, path)))}
    assert cached == {".github/workflows/build.yml", GITLAB}
    whole = yaml.safe_load(text_of(fresh, GITLAB))
    assert [name for name, job in whole.items() if "cache" in job] == ["remind"]
    used = [step.get("uses", "") for step in jobs(fresh, ".github/workflows/build.yml")["remind"]["steps"]]
    assert sum("actions/cache/" in one for one in used) == 2


# --- GitLab ----------------------------------------------------------------------------------------------------------


def test_gitlab_keeps_tokens_from_the_job_that_reads_a_merge_request(fresh):
    whole = yaml.safe_load(text_of(fresh, GITLAB))
    assert "TOKEN" not in yaml.safe_dump(whole["check"])
    assert "NOTIFY" not in yaml.safe_dump(whole["check"])
    comment = whole["comment"]
    assert comment["variables"] == {"GIT_STRATEGY": "none"}
    assert comment["environment"]["name"] == "meidang-comment"
    assert "$CI_COMMIT_REF_PROTECTED" in whole["remind"]["rules"][0]["if"]
    assert whole["check"]["artifacts"]["access"] == "developer"


def test_gitlab_installs_from_the_target_branch(fresh):
    script = "\n".join(yaml.safe_load(text_of(fresh, GITLAB))["check"]["script"])
    assert "cd base && python -I -m pip" in script
    assert "$CI_MERGE_REQUEST_TITLE" not in script
    assert '"refs/heads/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"' in script


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB])
def test_the_version_of_the_program_stands_in_one_line_of_one_file(fresh, path):
    assert not re.search(r"meidang(\[[a-z]+\])?==", text_of(fresh, path))
    lines = [line for line in text_of(fresh, "requirements.txt").splitlines() if not line.startswith("#")]
    assert lines == [f"./wheels/meidang-{__version__}-py3-none-any.whl[notify]"]
