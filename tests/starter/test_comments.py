"""The scripts that write the comment: one comment that is kept current, and text that does nothing but be read."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
import yaml

from starter.begun import GITLAB, host, jobs
from tools import require_tool

MARK = "<!-- meidang:consequences -->"
HOSTILE = (
    "@everyone ${{ secrets.X }} `$(touch pwned)` <!-- meidang:consequences -->\n/close\n\n/merge\nEND_OF_SCRIPT\n'\";\n"
    "[已批准](https://evil.invalid) ![x](//evil.invalid) <img src=x> <a href=x>y</a> www.evil.invalid\n"
    "<details><summary>折叠</summary>\n\n## 标题\n\n</details>\n"
)
#: What our own words are made of is left.
KEPT = ("$(touch pwned)", "<details><summary>折叠</summary>", "## 标题", "</details>")
#: What a host would make a link, a picture, a mention, a command or a mark of.
LIVE = re.compile(r"@everyone|\[|://|www\.|<(?!/?(?:details|summary)>)|^\s*/", re.IGNORECASE | re.MULTILINE)

# --- GitLab, Forgejo, Gitea ------------------------------------------------------------------------------------------


def script_of(fresh, where):
    if where == "gitlab":
        script = yaml.safe_load((fresh / GITLAB).read_text(encoding="utf-8"))["comment"]["script"][0]
    else:
        script = jobs(fresh, ".gitea/workflows/check.yml")["comment"]["steps"][-1]["run"]
    return script.replace("python -I", f"{sys.executable} -I").replace("python3 -I", f"{sys.executable} -I")


def write(fresh, where, address, folder, text=HOSTILE):
    (folder / "out").mkdir(exist_ok=True)
    (folder / "out/comment.md").write_text(text, encoding="utf-8")
    environment = {
        "gitlab": {
            "CI_API_V4_URL": f"{address}/api/v4",
            "CI_MERGE_REQUEST_PROJECT_ID": "7",
            "CI_MERGE_REQUEST_IID": "3",
            "MEIDANG_COMMENT_TOKEN": "TOKEN",
        },
        "forgejo": {"GITHUB_SERVER_URL": address, "GITHUB_REPOSITORY": "a/b", "NUMBER": "3", "TOKEN": "TOKEN"},
    }[where]
    return subprocess.run(
        ["bash", "-e", "-c", script_of(fresh, where)],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


NOTES = {"gitlab": "/api/v4/projects/7/merge_requests/3/notes", "forgejo": "/api/v1/repos/a/b/issues/3/comments"}
AUTHOR = {"gitlab": "author", "forgejo": "user"}


@pytest.mark.parametrize("where", NOTES)
def test_the_first_comment_is_made_and_its_text_is_only_text(where, fresh, tmp_path):
    others = [{"id": 4, "body": f"{MARK}\n别人的", AUTHOR[where]: {"id": 99}}]
    with host(1, others) as (address, asked):
        done = write(fresh, where, address, tmp_path)
    assert done.returncode == 0, done.stderr
    method, path, headers, body = asked[-1]
    assert (method, path) == ("POST", NOTES[where])
    assert "TOKEN" in headers.get("Private-Token", headers.get("Authorization", ""))
    assert_only_text(body["body"])
    assert not (tmp_path / "pwned").exists()


def assert_only_text(body):
    assert body.startswith(f"{MARK}\n")
    assert not LIVE.search(body.removeprefix(MARK))
    assert all(words in body for words in KEPT)


#: What a request changes, as each host tells it; and the names that a comment must show.
CHANGED = (
    ("archive/staff/D01.yaml", "archive/staff/D01.yaml"),
    (".github/workflows/check.yml", ""),
    ("archive/settings.yaml", ""),
    ("archive/x.yaml", "requirements.txt"),
    ("a`[@\n<b>](x)", "a`[@\n<b>](x)"),
)
WARNED = "设置或 archive 以外的文件（4 个）"


def assert_warned(body):
    first = body.splitlines()[1]
    assert WARNED in first
    assert "`.github/workflows/check.yml`" in first
    assert "`requirements.txt`" in first
    assert "`archive/settings.yaml`" in first
    assert "D01" not in first
    assert not re.search(r"[\[@<]", first)


@pytest.mark.parametrize(
    ("where", "new", "old"), [("gitlab", "new_path", "old_path"), ("forgejo", "filename", "previous_filename")]
)
def test_files_outside_the_archive_are_told_first(where, new, old, fresh, tmp_path):
    files = [{new: name, **({old: before} if before else {})} for name, before in CHANGED]
    with host(1, [], files) as (address, asked):
        assert write(fresh, where, address, tmp_path, f"{MARK}\n新的").returncode == 0
    assert_warned(asked[-1][3]["body"])
    assert asked[-1][3]["body"].endswith("\n新的")


@pytest.mark.parametrize(("where", "change"), [("gitlab", "PUT"), ("forgejo", "PATCH")])
def test_the_next_one_replaces_it(where, change, fresh, tmp_path):
    mine = [{"id": 5, "body": f"{MARK}\n旧的", AUTHOR[where]: {"id": 1}}]
    with host(1, mine) as (address, asked):
        done = write(fresh, where, address, tmp_path, f"{MARK}\n新的")
    assert done.returncode == 0, done.stderr
    assert asked[-1][0] == change
    assert asked[-1][1].endswith("/5")
    assert asked[-1][3]["body"] == f"{MARK}\n新的"


@pytest.mark.parametrize("where", NOTES)
def test_too_much_and_what_is_no_file_is_not_written(where, fresh, tmp_path):
    with host(1, []) as (address, asked):
        assert write(fresh, where, address, tmp_path, "甲" * 70_000).returncode == 0
        assert len(asked[-1][3]["body"]) < 61_000
        told = len(asked)
        assert write(fresh, where, address, tmp_path, "甲" * 600_000).returncode == 1
        (tmp_path / "out/comment.md").unlink()
        (tmp_path / "out/comment.md").symlink_to("/etc/hostname")
        done = subprocess.run(
            ["bash", "-e", "-c", script_of(fresh, where)],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TOKEN": "x", "MEIDANG_COMMENT_TOKEN": "x"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert len(asked) == told


def test_without_a_token_nothing_is_written(fresh, tmp_path):
    done = subprocess.run(
        ["bash", "-e", "-c", script_of(fresh, "forgejo")],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "TOKEN": "", "NUMBER": "3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "不写评论" in done.stdout


# --- GitHub ----------------------------------------------------------------------------------------------------------

#: What actions/github-script gives to a script: the request's payload, a client, and a way to say something.
DRIVER = """
const given = JSON.parse(process.env.GIVEN);
const calls = [];
const keep = (name) => async (what) => { calls.push([name, what]); return { data: given.requests }; };
const github = {
  rest: {
    pulls: { list: keep('list'), listFiles: 'files' },
    issues: { updateComment: keep('update'), createComment: keep('create'), listComments: keep('listComments') },
  },
  paginate: async (what) => (what === 'files' ? given.files : given.comments),
};
const context = { repo: { owner: 'o', repo: 'r' }, payload: { workflow_run: given.run } };
const core = { notice: (text) => calls.push(['notice', text]) };
const script = async () => { SCRIPT };
script().then(() => console.log(JSON.stringify(calls)));
"""
RUN = {"head_sha": "abc", "head_branch": "fix", "head_repository": {"owner": {"login": "stranger"}}}
OPEN = {"number": 12, "head": {"sha": "abc"}}


def on_github(fresh, tmp_path, *, text=HOSTILE, requests=(OPEN,), comments=(), files=()):
    script = jobs(fresh, ".github/workflows/comment.yml")["comment"]["steps"][-1]["with"]["script"]
    (tmp_path / "comment").mkdir(exist_ok=True)
    (tmp_path / "comment/comment.md").write_text(text, encoding="utf-8")
    given = {"run": RUN, "requests": list(requests), "comments": list(comments), "files": list(files)}
    done = subprocess.run(
        [require_tool("node"), "-e", DRIVER.replace("SCRIPT", script)],
        env={"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(tmp_path), "GIVEN": json.dumps(given)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_github_asks_for_the_request_and_writes_text(fresh, tmp_path):
    others = [
        {"id": 1, "user": {"type": "User", "login": "stranger"}, "body": f"{MARK}\n冒充"},
        {"id": 2, "user": {"type": "Bot", "login": "echo[bot]"}, "body": f"{MARK}\n冒充"},
    ]
    calls = on_github(fresh, tmp_path, comments=others)
    assert calls[0] == ["list", {"owner": "o", "repo": "r", "state": "open", "head": "stranger:fix"}]
    name, what = calls[-1]
    assert (name, what["issue_number"]) == ("create", 12)
    assert_only_text(what["body"])


def test_github_tells_first_of_files_outside_the_archive(fresh, tmp_path):
    files = [{"filename": name, **({"previous_filename": before} if before else {})} for name, before in CHANGED]
    body = on_github(fresh, tmp_path, text=f"{MARK}\n新的", files=files)[-1][1]["body"]
    assert_warned(body)
    assert body.endswith("\n新的")


def test_github_updates_its_own_comment(fresh, tmp_path):
    mine = {"id": 8, "user": {"type": "Bot", "login": "github-actions[bot]"}, "body": f"{MARK}\n旧的"}
    assert on_github(fresh, tmp_path, text=f"{MARK}\n新的", comments=[mine])[-1] == [
        "update",
        {"owner": "o", "repo": "r", "comment_id": 8, "body": f"{MARK}\n新的"},
    ]


def test_github_leaves_a_request_alone_that_has_moved_on(fresh, tmp_path):
    calls = on_github(fresh, tmp_path, requests=[{"number": 12, "head": {"sha": "newer"}}])
    assert [name for name, _ in calls] == ["list", "notice"]


def test_github_cuts_what_is_too_long(fresh, tmp_path):
    assert len(on_github(fresh, tmp_path, text="甲" * 70_000)[-1][1]["body"]) < 61_000
