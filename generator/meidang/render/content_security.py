"""What a page may load: a content security policy that lets only the theme's own inline scripts run.

A script is the theme's own because it stands in one of the theme's templates. While a template is read its inline
scripts get a mark that no record can know; a script that comes from elsewhere has none, and is not allowed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from jinja2 import Environment
from jinja2.ext import Extension

_HEAD = '<meta charset="utf-8">'
# Why file: beside 'self': not every browser counts a folder opened by double-click as one place.
_POLICY = (
    "default-src 'self' file:; script-src 'self' file: {scripts}; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'"
)


class _Marking(Extension):
    """Marks the inline scripts of every template that is read."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        mark: str = self.environment.own_script  # type: ignore[attr-defined]
        return source.replace("<script>", f"<script {mark}>")


def mark_own_scripts(environment: Environment, mark: str) -> None:
    """From now on inline scripts of templates carry ``mark``: letters and digits, new for each build."""
    environment.extend(own_script=mark)
    environment.add_extension(_Marking)


def guard(page: str, mark: str) -> str:
    """Put a policy into a page and take the marks out: marked scripts by their hash, nothing from elsewhere."""
    own = re.findall(rf"<script {mark}>(.*?)</script>", page, re.DOTALL)
    scripts = " ".join(dict.fromkeys(_hash(script) for script in own))
    policy = _POLICY.format(scripts=scripts)
    page = page.replace(f"<script {mark}>", "<script>")
    return page.replace(_HEAD, f'{_HEAD}\n      <meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


@cache
def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
