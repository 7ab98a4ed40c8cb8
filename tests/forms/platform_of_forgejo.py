"""A platform in miniature, as Forgejo's API has it: branches of files, pull requests; it remembers what it was asked."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

REPOSITORY = "hospital/archive"
_HOME = f"/api/v1/repos/{REPOSITORY}"


def sha(content):
    return hashlib.sha1(content).hexdigest()


class Platform:
    """``branches``: files by path, of each branch; ``pulls``: what was asked to be merged."""

    def __init__(self, files):
        self.branches = {"main": dict(files)}
        self.pulls = []
        self.asked = []

    def answer(self, method, path, query, body):  # noqa: PLR0911 - a line for each question
        self.asked.append((method, path))
        if path == "/api/v1/user":
            return {"login": "nurse", "full_name": "护士", "email": "n@example.invalid"}
        if path == _HOME:
            return {"owner": {"login": "hospital"}, "permissions": {"push": True}}
        way, _, last = path.removeprefix(f"{_HOME}/").partition("/")
        if (method, way) == ("GET", "pulls"):
            return [one for one in self.pulls if one["state"] == query["state"][0]]
        if (method, way) == ("POST", "pulls"):
            self.pulls.append(
                {
                    "state": "open",
                    "head": {"ref": body["head"]},
                    **{key: body[key] for key in ("base", "title", "body")},
                }
            )
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
            return {"content": base64.b64encode(next(found)).decode()}
        branch, _, folder = unquote(name).partition(":")
        inside = {path: one for path, one in self.branches[branch].items() if path.rpartition("/")[0] == folder}
        if not inside:
            return None
        return {
            "tree": [
                {"path": path.rpartition("/")[2], "type": "blob", "sha": sha(one), "size": len(one)}
                for path, one in inside.items()
            ]
        }

    def _commit(self, body):
        branch = body.get("new_branch") or body["branch"]
        files = self.branches.setdefault(branch, dict(self.branches[body["branch"]]))
        for one in body["files"]:
            known = sha(files[one["path"]]) if one["path"] in files else None
            assert one.get("sha") == known, (one["path"], "a file that somebody else changed")
            files[one["path"]] = base64.b64decode(one["content"])
        return {"commit": {"message": body["message"]}}


@contextmanager
def running(platform):
    """Its address, on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self):
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            found = (
                {}
                if self.command == "OPTIONS"
                else platform.answer(self.command, parts.path, parse_qs(parts.query), body)
            )
            content = json.dumps({"message": "not found"} if found is None else found).encode()
            self.send_response(404 if found is None else 200)
            for name, value in (
                ("Access-Control-Allow-Origin", "*"),
                ("Access-Control-Allow-Headers", "*, authorization"),
                ("Access-Control-Allow-Methods", "*"),
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(content))),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_OPTIONS = _answer  # noqa: N815 - the names are the server's

        def log_message(self, *arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
