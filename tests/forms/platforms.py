"""What the platforms in miniature share: files by their digest, and a server that any page may ask."""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from browser import serving

REPOSITORY = "hospital/archive"
_ANY = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "*, authorization"),
    ("Access-Control-Allow-Methods", "*"),
    ("Access-Control-Expose-Headers", "*"),
)


def sha(content):
    """By which a platform knows a file."""
    return hashlib.sha1(content).hexdigest()


def encoded(content):
    """A file's content in an answer."""
    return base64.b64encode(content).decode()


def inside(files, folder):
    """The files right in a folder: name -> content."""
    return {path.rpartition("/")[2]: one for path, one in files.items() if path.rpartition("/")[0] == folder}


@contextmanager
def running(platform):
    """Its address, on this machine. ``platform.answer(method, path, query, body)``: JSON, bytes, or None for a 404."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self):
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            found = {} if self.command == "OPTIONS" else platform.answer(self.command, parts.path, query, body)
            is_file = isinstance(found, bytes)
            content = found if is_file else json.dumps({"message": "Not Found"} if found is None else found).encode()
            self.send_response(404 if found is None else 200)
            kind = "application/octet-stream" if is_file else "application/json; charset=utf-8"
            for name, value in (*_ANY, ("Content-Type", kind), ("Content-Length", str(len(content)))):
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815 - the server's

        def log_message(self, *arguments):
            """Say nothing."""

    with serving(Handler) as address:
        yield address.rstrip("/")
