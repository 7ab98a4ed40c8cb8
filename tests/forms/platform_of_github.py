"""A platform in miniature, as GitHub's REST API has it: blobs, trees, commits and refs; pull requests with labels."""

from __future__ import annotations

import base64
from urllib.parse import unquote

from forms.platforms import REPOSITORY, encoded, inside, sha

_HOME = f"/api/v3/repos/{REPOSITORY}/"


class Platform:
    """``pulls``: what was asked to be merged; ``files(branch)``: what lies on a branch."""

    user = {"backendName": "github", "token": "t", "login": "nurse"}  # noqa: RUF012 - never changed

    def __init__(self, files):
        self.blobs = {sha(content): content for content in files.values()}
        self.trees, self.commits, self.heads = {}, {}, {}
        self.pulls, self.unknown = [], []
        tree = self._tree({path: sha(content) for path, content in files.items()})
        self.heads["main"] = self._commit({"tree": tree["sha"], "parents": [], "message": "开始"})["sha"]

    def files(self, branch):
        return {path: self.blobs[one] for path, one in self._listing(branch).items()}

    def answer(self, method, path, query, body):
        if path == "/api/v3/user":
            return {"login": "nurse", "name": "护士", "email": "n@example.invalid"}
        if path == "/api/v3/users/nurse":
            return {"login": "nurse", "name": "护士"}
        if path == _HOME[:-1]:
            return {"owner": {"login": "hospital"}, "permissions": {"push": True}}
        way, _, last = unquote(path.removeprefix(_HOME)).partition("/")
        asked = getattr(self, f"_{method.lower()}_{way}", None)
        if asked is None:
            self.unknown.append((method, path))
            return None
        return asked(last, query, body)

    # --- files and branches -------------------------------------------------------------------------------------------

    def _get_branches(self, name, _query, _body):
        head = self.heads.get(name)
        return {"name": name, "commit": self._shown(head)} if head else None

    def _get_git(self, last, _query, _body):
        what, _, name = last.partition("/")
        if what == "blobs":
            return {"content": encoded(self.blobs[name]), "encoding": "base64"} if name in self.blobs else None
        where, _, folder = name.partition(":")
        found = inside(self._listing(where), folder)
        return {"tree": [{"path": one, "type": "blob", "sha": at, "size": 1} for one, at in found.items()]}

    def _post_git(self, what, _query, body):
        if what == "blobs":
            content = base64.b64decode(body["content"])
            self.blobs[sha(content)] = content
            return {"sha": sha(content)}
        if what == "trees":
            files = dict(self._listing(body["base_tree"]))
            for one in body["tree"]:
                files[one["path"]] = one["sha"]
            return self._tree({path: one for path, one in files.items() if one})
        if what == "commits":
            return self._commit(body)
        branch = body["ref"].removeprefix("refs/heads/")
        assert branch not in self.heads
        self.heads[branch] = body["sha"]
        return {"ref": body["ref"], "object": {"sha": body["sha"]}}

    def _patch_git(self, last, _query, body):
        branch = last.removeprefix("refs/heads/")
        assert branch != "main", "nobody writes to the main branch"
        self.heads[branch] = body["sha"]
        return {"object": {"sha": body["sha"]}}

    def _get_commits(self, last, _query, _body):
        return {"statuses": []} if last else []

    def _get_compare(self, between, _query, _body):
        base, head = (one.rpartition(":")[2] for one in between.split("..."))
        head = self.heads.get(head, head)
        old, new = self._listing(base), self._listing(head)
        files = [self._difference(path, one, path in old) for path, one in new.items() if old.get(path) != one]
        return {"base_commit": self._shown(self.heads[base]), "commits": [self._shown(head)], "files": files}

    def _difference(self, path, one, is_known):
        is_text = b"\0" not in self.blobs[one]
        status = "modified" if is_known else "added"
        return {"filename": path, "status": status, "sha": one} | ({"patch": "@@"} if is_text else {})

    # --- pull requests ------------------------------------------------------------------------------------------------

    def _get_pulls(self, _last, query, _body):
        head = query.get("head", "").rpartition(":")[2]
        return [self._pull(one) for one in self.pulls if head in ("", one["head"])]

    def _post_pulls(self, _last, _query, body):
        self.pulls.append({**body, "head": body["head"].rpartition(":")[2], "labels": []})
        return self._pull(self.pulls[-1])

    def _put_issues(self, last, _query, body):
        number, _, what = last.partition("/")
        assert what == "labels"
        self.pulls[int(number) - 1]["labels"] = body["labels"]
        return []

    def _pull(self, one):
        return {
            "number": self.pulls.index(one) + 1,
            "state": "open",
            "title": one["title"],
            "user": {"login": "nurse"},
            "updated_at": "2026-06-30T08:00:00Z",
            "head": {"ref": one["head"], "sha": self.heads[one["head"]], "repo": {"fork": False}},
            "labels": [{"name": name} for name in one["labels"]],
        }

    # --- what there is ------------------------------------------------------------------------------------------------

    def _listing(self, where):
        where = self.heads.get(where, where)
        return self.trees[self.commits[where]["tree"] if where in self.commits else where]

    def _tree(self, files):
        name = sha(repr(sorted(files.items())).encode())
        self.trees[name] = files
        return {"sha": name, "tree": []}

    def _commit(self, said):
        name = sha(repr(said).encode())
        self.commits[name] = said
        return self._shown(name)

    def _shown(self, name):
        said = self.commits[name]
        author = {"name": "护士", "email": "n@example.invalid", "date": "2026-06-30T08:00:00Z"}
        commit = {"message": said["message"], "author": author, "committer": author}
        return {
            "sha": name,
            "commit": commit,
            "parents": [{"sha": one} for one in said["parents"]],
            "tree": {"sha": said["tree"]},
        }
