"""A site as a folder to hand over: a file to double-click, what the folder is, and the digest of every file in it.

打开网站.html    leads to the site
说明.txt         which edition, of what day and revision, how to open it and how to check it
SHA256SUMS       the digests, as ``sha256sum -c`` reads them
site/            the site itself
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from meidang.errors import UsageError
from meidang.models.audience import Edition
from meidang.outputs.disk import listing, write_file
from meidang.render import escape
from meidang.render.identity import Identity

#: Where the site lies in the folder.
SITE: Final = "site"
START: Final = "打开网站.html"
ABOUT: Final = "说明.txt"
SUMS: Final = "SHA256SUMS"
#: So long may a path be; Windows takes 260 characters with the folders above, in which the whole will be put.
_LONGEST: Final = 180

_START_PAGE: Final = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={site}/index.html">
<title>{name}　{edition}</title>
<style>body {{ font: 1.1rem/1.8 sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; }}</style>
</head>
<body>
<p>{name}　{edition}<br>{state}</p>
<p><a href="{site}/index.html">打开网站</a></p>
<p>打不开时，请把整个文件夹（压缩包要先解压）复制到一个地方再试。</p>
</body>
</html>
"""

_ABOUT_TEXT: Final = """{name}　技术档案网站（{edition}）

{state}
{privacy}

打开
　　双击“打开网站.html”。不需要网络，不需要安装软件；近几年的 Edge、Chrome、Firefox、Safari 都可以。
　　要复制就复制整个文件夹；压缩包先解压。搜索、图表、打印在本机完成，不向外发送任何内容。

核对
　　SHA256SUMS 列出每个文件的 SHA-256 摘要，用来看文件是否完整、有没有被改过：
　　Linux　　　在本文件夹里运行　sha256sum -c SHA256SUMS
　　macOS　　　在本文件夹里运行　shasum -a 256 -c SHA256SUMS
　　Windows　　在 PowerShell 里运行　Get-FileHash 文件名　，与 SHA256SUMS 里的一行比较
　　改动的人也能改 SHA256SUMS。要防有意的改动，请另行告知收件人 SHA256SUMS 这个文件自身的摘要。
{warning}"""
_WARNING: Final = """
注意
　　这是内部版，供本机构人员使用，不要交给外人。交给评审人员的是评审版，对外公开的是公开版。
"""


def complete(folder: Path, identity: Identity) -> None:
    """Put what belongs beside the site into a folder that holds it. The same site gives the same bytes.

    Raises ``UsageError`` for a path too long for other systems; ``OSError`` as the disk gives it.
    """
    written = listing(folder)
    longest = max(written, key=len, default="")
    if len(longest) > _LONGEST:
        raise UsageError(f"网站里有的文件路径太长，别的电脑可能打不开：{longest}")
    write_file(folder, START, _start(identity).encode())
    write_file(folder, ABOUT, _about(identity))
    write_file(folder, SUMS, "".join(_sums(folder)).encode())


def _start(identity: Identity) -> str:
    data = {"name": identity.name, "edition": identity.edition.title, "state": identity.state}
    return _START_PAGE.format(site=SITE, **{key: escape.html(words) for key, words in data.items()})


def _about(identity: Identity) -> bytes:
    """As Notepad of any Windows reads it: with a mark for UTF-8 and its own line ends."""
    text = _ABOUT_TEXT.format(
        name=identity.name,
        edition=identity.edition.title,
        state=identity.state,
        privacy=identity.privacy,
        warning=_WARNING if identity.edition is Edition.INTERNAL else "",
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _sums(folder: Path) -> Iterator[str]:
    for path in sorted(listing(folder)):
        with (folder / path).open("rb") as file:
            yield f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path}\n"
