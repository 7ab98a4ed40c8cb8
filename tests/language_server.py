"""A client of a YAML language server: what an editor would underline in a file."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

_SECONDS = 120


class _Client:
    """JSON-RPC over the server's standard input and output (Language Server Protocol 3.17)."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, **message: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict:
        size = 0
        while (line := self.process.stdout.readline().strip()) or not size:
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
            if not line and not size:
                raise EOFError("the language server has gone")
        return json.loads(self.process.stdout.read(size))


def diagnostics(program: str, schema: Path, files: Mapping[str, Path]) -> dict[str, list[str]]:
    """The server's messages about each file, opened with the modeline that names its schema."""
    client = _Client(program)
    try:
        client.send(id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
        client.send(method="initialized", params={})
        for file in files.values():
            text = f"# yaml-language-server: $schema={schema.as_uri()}\n" + file.read_text(encoding="utf-8")
            document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}
            client.send(method="textDocument/didOpen", params={"textDocument": document})
        return _collect(client, {file.as_uri(): name for name, file in files.items()})
    finally:
        client.process.kill()
        client.process.communicate(timeout=_SECONDS)


def _collect(client: _Client, names: Mapping[str, str]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    while len(told) < len(names):
        message = client.receive()
        if message.get("method") == "textDocument/publishDiagnostics":
            found = message["params"]
            told[names[found["uri"]]] = [one["message"] for one in found["diagnostics"]]
        elif "id" in message and "method" in message:
            client.send(id=message["id"], result=_answer(message))
    return told


def _answer(request: dict) -> object:
    """The server asks for its settings, section by section; everything may stay as it is."""
    if request["method"] != "workspace/configuration":
        return None
    return [{"validate": True} if item.get("section") == "yaml" else {} for item in request["params"]["items"]]
