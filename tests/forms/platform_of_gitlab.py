"""A platform in miniature, as GitLab's REST API has it: branches of files, commits of actions, merge requests."""

from __future__ import annotations

import base64
from urllib.parse import quote, unquote

from forms.platforms import REPOSITORY, inside, sha

_HOME = f"/api/v4/projects/{quote(REPOSITORY, safe='')}"


class Platform:
    """``branches``: files by path, of each branch; ``pulls``: what was asked to be merged."""

    user = {"backendName": "gitlab", "token": "t", "login": "nurse"}  # noqa: RUF012 - never changed

    def __init__(self, files):
        self.branches = {"main": dict(files)}
        self.pulls, self.unknown = [], []

    def files(self, branch):
        return self.branches[branch]

    def answer(self, method, path, query, body):
        if path == "/api/v4/user":
            return {"username": "nurse", "name": "护士", "email": "n@example.invalid"}
        if path == _HOME:
            return {"permissions": {"project_access": {"access_level": 40}, "group_access": None}}
        way = path.removeprefix(f"{_HOME}/").removeprefix("repository/")
        what, _, last = way.partition("/")
        asked = getattr(self, f"_{'get' if method == 'HEAD' else method.lower()}_{what}", None)
        if asked is None:
            self.unknown.append((method, path))
            return None
        return asked(unquote(last), query, body)

    # --- files and branches -------------------------------------------------------------------------------------------

    def _get_files(self, path, query, _body):
        return self.branches[query["ref"]].get(path.removesuffix("/raw"))

    def _get_tree(self, _last, query, _body):
        found = inside(self.branches[query["ref"]], query["path"])
        return [
            {"id": sha(one), "type": "blob", "name": name, "path": f"{query['path']}/{name}"}
            for name, one in found.items()
        ]

    def _get_branches(self, name, _query, _body):
        return {"name": name, "commit": {"id": name}} if name in self.branches else None

    def _get_commits(self, _last, _query, _body):
        return []

    def _get_compare(self, _last, query, _body):
        old, new = self.branches[query["from"]], self.branches[query["to"]]
        return {"diffs": [_difference(path, one, path in old) for path, one in new.items() if old.get(path) != one]}

    def _post_commits(self, _last, _query, body):
        assert body["branch"] != "main", "nobody writes to the main branch"
        files = self.branches.setdefault(body["branch"], dict(self.branches[body.get("start_branch", body["branch"])]))
        for one in body["actions"]:
            path = one["file_path"]
            assert (one["action"] == "create") == (path not in files), one["action"]
            if one["action"] == "delete":
                del files[path]
            else:
                files[path] = base64.b64decode(one["content"])
        return {"id": body["branch"]}

    # --- merge requests -----------------------------------------------------------------------------------------------

    def _get_merge_requests(self, _last, query, _body):
        return [self._shown(one) for one in self.pulls if query.get("source_branch", one["head"]) == one["head"]]

    def _post_merge_requests(self, _last, query, _body):
        self.pulls.append(
            {
                "title": query["title"],
                "body": query["description"],
                "head": query["source_branch"],
                "base": query["target_branch"],
                "labels": query["labels"].split(","),
            }
        )
        return self._shown(self.pulls[-1])

    def _put_merge_requests(self, last, _query, _body):
        assert last.endswith("/rebase")
        return {"rebase_in_progress": False, "merge_error": None}

    def _shown(self, one):
        return {
            "iid": self.pulls.index(one) + 1,
            "title": one["title"],
            "source_branch": one["head"],
            "sha": one["head"],
            "labels": one["labels"],
            "author": {"name": "护士"},
            "updated_at": "2026-06-30T08:00:00Z",
        }


def _difference(path, content, is_known):
    said = f"Binary files a/{path} and b/{path} differ\n" if b"\0" in content else "@@"
    return {
        "old_path": path,
        "new_path": path,
        "new_file": not is_known,
        "deleted_file": False,
        "renamed_file": False,
        "diff": said,
    }
