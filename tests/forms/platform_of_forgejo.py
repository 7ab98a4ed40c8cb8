"""A platform in miniature, as Forgejo's API has it: branches of files, pull requests; it remembers what it was asked."""

from __future__ import annotations

import base64
from urllib.parse import unquote

from forms.platforms import REPOSITORY, encoded, inside, sha

_HOME = f"/api/v1/repos/{REPOSITORY}"


class Platform:
    """``branches``: files by path, of each branch; ``pulls``: what was asked to be merged."""

    user = {"backendName": "gitea", "token": "t", "login": "nurse"}  # noqa: RUF012 - never changed

    def __init__(self, files):
        self.branches = {"main": dict(files)}
        self.pulls, self.unknown = [], []

    def files(self, branch):
        return self.branches[branch]

    def answer(self, method, path, query, body):  # noqa: PLR0911 - a line for each question
        if path == "/api/v1/user":
            return {"login": "nurse", "full_name": "护士", "email": "n@example.invalid"}
        if path == _HOME:
            return {"owner": {"login": "hospital"}, "permissions": {"push": True}}
        way, _, last = path.removeprefix(f"{_HOME}/").partition("/")
        if (method, way) == ("GET", "pulls"):
            return [one for one in self.pulls if one["state"] == query["state"]]
        if (method, way) == ("POST", "pulls"):
            said = {key: body[key] for key in ("base", "title", "body")}
            self.pulls.append({"state": "open", "head": {"ref": body["head"]}, **said})
            return self.pulls[-1]
        if (method, way) == ("POST", "contents"):
            return self._commit(body)
        if way == "branches":
            return {"name": last} if last in self.branches else None
        if way == "commits":
            return []
        return self._git(last)

    def _git(self, last):
        what, _, name = last.partition("/")
        if what == "blobs":
            found = (one for files in self.branches.values() for one in files.values() if sha(one) == name)
            return {"content": encoded(next(found))}
        branch, _, folder = unquote(name).partition(":")
        found = inside(self.branches[branch], folder)
        listed = [{"path": name, "type": "blob", "sha": sha(one), "size": len(one)} for name, one in found.items()]
        return {"tree": listed} if listed else None

    def _commit(self, body):
        branch = body.get("new_branch") or body["branch"]
        files = self.branches.setdefault(branch, dict(self.branches[body["branch"]]))
        for one in body["files"]:
            known = sha(files[one["path"]]) if one["path"] in files else None
            assert one.get("sha") == known, (one["path"], "a file that somebody else changed")
            files[one["path"]] = base64.b64decode(one["content"])
        return {"commit": {"message": body["message"]}}
