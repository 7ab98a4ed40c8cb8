"""What the tests of ``meidang init`` share: a new archive, its README's examples, its workflows."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import yaml

from browser import serving
from meidang.cli import main
from tools import require_tool

NAME = "星河医疗美容门诊部"
FLAGS = (
    *("--name", NAME, "--short-name", "星河", "--type", "医疗美容门诊部", "--grade", "一级"),
    *("--departments", "美容外科、药剂科", "--inspection", "2027-03-01", "--yes"),
)
WORKFLOWS = (
    *(".github/workflows/check.yml", ".github/workflows/comment.yml", ".github/workflows/build.yml"),
    *(".gitea/workflows/check.yml", ".gitea/workflows/build.yml"),
)
GITLAB = ".gitlab-ci.yml"


def begin(folder: Path, *flags: str) -> Path:
    """A new institution's folder, with the files of all platforms."""
    assert main(["init", str(folder), *(flags or (*FLAGS, "--ci", "all"))]) == 0
    return folder


def git(folder: Path, *arguments: str) -> str:
    """Git in that folder, as somebody."""
    who = ("-c", "user.name=甲", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false")
    command = [require_tool("git"), *who, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def committed(folder: Path, message: str = "建立档案") -> Path:
    """The folder with everything committed."""
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", message)
    return folder


def filled_in(folder: Path) -> Path:
    """The folder after somebody has done what the README shows: its commands run, its lines filled in where they stand."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    blocks = blocks_of(text)
    commands = re.findall(r"^    meidang (new .*)$", text, re.MULTILINE)
    assert (len(blocks), len(commands)) == (2, 2)
    for command in commands:
        assert main([*shlex.split(command), "--root", str(folder)]) == 0
    for path, block in blocks:
        record = (folder / path).read_text(encoding="utf-8")
        (folder / path).write_text(uncommented(record, _known(block)), encoding="utf-8")
    assert main(["fmt", "--root", str(folder)]) == 0
    return folder


def _known(block: str) -> str:
    """The lines with something for each prompt: the day that it gives for an example, or any other."""
    days = re.sub(r"〔[^〕]*?(\d{4}-\d\d-\d\d)[^〕]*〕|〔[^〕]*日期〕", lambda one: one[1] or "2026-01-01", block)
    return re.sub(r"〔([^〕]*)〕", r"示例\1", days)


def blocks_of(readme: str) -> list[tuple[str, str]]:
    """The files that the README has filled in, each with the lines."""
    return re.findall(r"^`(archive/\S+\.yaml)` 里已经有.*?```yaml\n(.*?)```", readme, re.DOTALL | re.MULTILINE)


def uncommented(record: str, block: str) -> str:
    """The record with the block's keys in the place of the comments that ask for them."""
    for part in re.split(r"^(?=[a-z])", block, flags=re.MULTILINE)[1:]:
        key = part.partition(":")[0]
        asked = re.compile(rf"^# {key}:.*\n(?:# [ -].*\n)*", re.MULTILINE)
        assert len(asked.findall(record)) == 1, key
        record = asked.sub(part, record)
    return record


def jobs(folder: Path, path: str) -> dict[str, dict]:
    """The jobs of a workflow."""
    return yaml.safe_load((folder / path).read_text(encoding="utf-8"))["jobs"]


def steps(folder: Path, path: str) -> Iterator[dict]:
    """The steps of all jobs of a workflow."""
    for job in jobs(folder, path).values():
        yield from job["steps"]


def copied(folder: Path, target: Path) -> Path:
    """A copy that may be changed."""
    shutil.copytree(folder, target, symlinks=True)
    return target


@contextmanager
def host(me, comments, files=()):
    """A code host that keeps what it is asked; ``comments``: those that are there; ``files``: what the request changes."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append((self.command, self.path, dict(self.headers), json.loads(body) if body else None))
            path = self.path.partition("?")[0]
            there = {"user": {"id": me}, "diffs": list(files), "files": list(files)}
            found = there.get(path.rpartition("/")[2], comments) if self.command == "GET" else {}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        do_GET = do_POST = do_PUT = do_PATCH = answer  # noqa: N815 - the names that http.server calls

        def log_message(self, *arguments):
            """Say nothing."""

    with serving(Handler) as address:
        yield address.rstrip("/"), asked
