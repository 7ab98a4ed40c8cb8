"""The trial's server over a small hospital, asked as a browser asks it."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import closing
from types import SimpleNamespace

import pytest

from forms.hospital import AS_OF, made_at
from meidang.pipeline.forms.actions import Actions
from meidang.pipeline.forms.pages import Pages
from meidang.pipeline.forms.server import Server, Trial
from meidang.project import Project


@pytest.fixture
def root(tmp_path):
    return made_at(tmp_path / "hospital")


@pytest.fixture
def forms(root):
    """The running server: ``ask`` it as a form, ``get`` and ``send`` as anybody; ``told`` and ``broken`` it."""
    built, told, broken = [], [], []
    folder = root / "build" / "forms"
    folder.mkdir(parents=True)

    def build():
        built.append(1)
        (folder / "index.html").write_text(f"<p>第 {len(built)} 次</p>", encoding="utf-8")

    pages = Pages(folder, build)
    build()
    trial = Trial(pages, Actions(Project(root), AS_OF, lambda: AS_OF), told.append, broken.append)
    server = Server(trial)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    ours = {"Host": f"127.0.0.1:{server.server_port}", "Cookie": f"{server.cookie}={trial.key}"}

    def send(method, path, body=None, **headers):
        given = {**ours, **{name.replace("_", "-"): value for name, value in headers.items()}}
        with closing(http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)) as line:
            line.request(method, path, body, {name: value for name, value in given.items() if value is not None})
            answer = line.getresponse()
            return SimpleNamespace(status=answer.status, headers=answer.headers, body=answer.read())

    def ask(action, **given):
        body = json.dumps({"action": action, "params": given}).encode()
        answer = send("POST", "/api/v1", body, Content_Type="application/json", Origin=server.origin)
        return SimpleNamespace(status=answer.status, said=json.loads(answer.body))

    yield SimpleNamespace(
        ask=ask, send=send, ours=ours, server=server, pages=pages, told=told, broken=broken, built=built, folder=folder
    )
    server.shutdown()
    server.server_close()
