"""What lies in the folder and how to build it, for whoever opens it without us."""

from __future__ import annotations

from typing import Final

from meidang.render.identity import Identity

_WORDS: Final = """\
# {name}（{edition}）：网页源文件

{privacy}

本文件夹由 `meidang build pages` 生成，内容与 `meidang build site` 的{edition}相同，供换用别的建站工具。
不要在这里改：再生成一次就会覆盖；内容只在档案里改。

- `docs/` 是全部页面和附带的文件。每页一个 `.md`：开头两条 `---` 之间写着标题，其后是做好的 HTML，不需要再转换。
- `mkdocs.yml` 是 MkDocs 的设置，不用任何美档的插件。

## 用 MkDocs 生成

    pip install mkdocs mkdocs-material jieba
    mkdocs build --strict

网站在 `site/`，放到网页服务器上看（先看可用 `mkdocs serve`）；直接双击打开时，这种搜索不能用。
jieba 用来为中文搜索分词，不装也能生成，但搜索只认得整段的字。

## 用别的工具生成

任何能处理“带前言的 Markdown 文件”的工具都可以，只须做到：

1. 页面里的 HTML 原样输出，不过滤、不转义（Hugo：`markup.goldmark.renderer.unsafe = true`）；
2. `docs/staff/D01.md` 生成 `staff/D01.html`，页面之间的链接是这样写的（Hugo：`uglyURLs = true`）；
3. `docs/` 里其余的文件照原样放在同样的位置；
4. 每页引用 `mkdocs.yml` 里 `extra_css` 和 `extra_javascript` 列出的样式和脚本；没有它们页面也能读。

做 `guide.md` 这类手写的页面时，还须认得 Markdown 的表格和提示框（`!!! note`）。
"""


def readme(identity: Identity) -> str:
    """``README.md`` of the tree."""
    return _WORDS.format(name=" ".join(identity.name.split()), edition=identity.edition.title, privacy=identity.privacy)
