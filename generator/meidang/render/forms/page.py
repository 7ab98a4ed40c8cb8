"""The page that holds the forms: what it loads, and what it may ask for; its configuration as a script."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from meidang.render import escape

#: Why 'unsafe-eval': Decap compiles its own configuration's schema with ``new Function`` (ajv) when it starts. What a
#: record says is never evaluated, and no script comes from anywhere but this folder. Why 'unsafe-inline' for styles:
#: they are made while it runs (emotion). Why blob: a file that was chosen is read back by such an address.
_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob: {hosts}; connect-src 'self' blob: {hosts}; base-uri 'none'; form-action 'none'"
)
_PAGE: Final = """\
<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="referrer" content="same-origin">
    <title>{title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="forms.css">
  </head>
  <body>
    <noscript>填写表单需要浏览器允许脚本（JavaScript）。</noscript>
    <script src="config.js"></script>
    <script src="before.js"></script>
    <script src="note.js"></script>{trial}
    <script src="decap-cms.js"></script>
    <script type="module" src="meidang-forms.js"></script>
  </body>
</html>
"""

_TRIAL: Final = '\n    <script src="trial.js"></script>'


def page(title: str, hosts: Sequence[str], *, is_local: bool) -> bytes:
    """``forms/index.html``; ``hosts``: where it may send requests besides its own site.

    ``is_local``: with the script that the trial's own server has, and no other.
    """
    policy = _POLICY.format(hosts=" ".join(hosts)).replace(" ;", ";")
    return _PAGE.format(
        policy=escape.html_attribute(policy), title=escape.html(title), trial=_TRIAL if is_local else ""
    ).encode()


def script(forms: dict[str, Any]) -> bytes:
    """``forms/config.js``: everything that is told to Decap and to our scripts, as one global."""
    text = json.dumps(forms, ensure_ascii=False, separators=(",", ":"))
    # Why: two characters that JSON allows and old readers of scripts take for line ends; and nothing may end a tag.
    for character, escaped in (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("<", "\\u003c")):
        text = text.replace(character, escaped)
    return f"window.MEIDANG_FORMS = {text};\n".encode()
