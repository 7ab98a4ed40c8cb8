"""The page of one record: what is wrong with it, what it says, what follows from it, and who names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from meidang.archive import Item, Reference
from meidang.findings import Finding, Severity
from meidang.models.base import Declared, Record, describe, title_of
from meidang.models.shared import GuidingDocument
from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.book import Book, list_path, path_of
from meidang.render.pages.derived import columns_of, facts_of, sections_of
from meidang.render.pages.names import search_words
from meidang.render.pages.values import cell, group_facts, group_table


def record_page(book: Book, item: Item[Any]) -> str:
    """A record's page as Markdown."""
    here = path_of(item)
    name = item.label if item.kind.single else f"{item.label} {item.id}"
    return markup.blocks(
        escape.front_matter({"title": name, "search": {"boost": 2}}),
        f"# {markup.text(item.label)}{'' if item.kind.single else f' <small>{markup.text(item.id)}</small>'}\n",
        stamp(book, _home(here, item), item.source.path),
        finding_boxes(book, here, book.findings_of(item.key)),
        _facts(book, here, item),
        *sections_of(book, here, item),
        *_groups(book, here, item),
        _empty_lists(item),
        _references(book, here, item),
        _search_line(item),
    )


def _home(here: str, item: Item[Any]) -> str:
    """The way back to the list."""
    return item.kind.title if item.kind.single else markup.link(here, list_path(item.kind), item.kind.title)


def stamp(book: Book, before: str = "", path: str = "") -> str:
    """The day and the revision; for a record its file, and where to edit it. Not searched: it stands on every page.

    ``before`` is Markdown.
    """
    words = [
        before,
        f"截至 {book.as_of}",
        f"版本 {markup.text(book.revision)}" if book.revision else "",
    ]
    if path:
        words.append(_edit_link(book.archive.settings.edit_url or "", path))
    return "　".join(word for word in words if word) + "\n{ .stamp data-search-exclude }\n"


def _edit_link(prefix: str, path: str) -> str:
    shown = f"<code>{markup.text(path)}</code>"
    if not prefix.startswith(("https://", "http://")):
        return shown
    return f"[编辑 {shown}]({quote(prefix, safe=_ADDRESS)}{escape.url_path(path)})"


#: What an address may hold besides letters and digits; no bracket or blank that would end a link.
_ADDRESS = "/:?&=%#@~+,;-._"


# --- findings --------------------------------------------------------------------------------------------------------


def finding_boxes(book: Book, here: str, findings: Sequence[Finding]) -> str:
    """A box for each severity, the gravest first."""
    boxes = []
    for severity in sorted(Severity, reverse=True):
        found = [finding for finding in findings if finding.severity is severity]
        if found:
            title = f"{severity.label} {len(found)} 项"
            lines = (_words(book, here, one) for one in found)
            boxes.append(markup.admonition(markup.SEVERITY_CLASS[severity], title, lines))
    return markup.blocks(*boxes)


def _words(book: Book, here: str, finding: Finding) -> str:
    fix = f"<br>改法：{markup.text(finding.fix)}" if finding.fix else ""
    return f"{markup.text(finding.message)}{fix}<br><small>{'　'.join(_particulars(book, here, finding))}</small>"


def _particulars(book: Book, here: str, finding: Finding) -> Iterator[str]:
    yield rule_link(book, here, finding.code)
    if finding.clause:
        yield f"条款 {markup.text(finding.clause)}"
    if finding.due:
        yield f"期限 {markup.day(finding.due)}"
    yield f"<code>{markup.text(str(finding.location))}</code>"


def rule_link(book: Book, here: str, code: str) -> str:
    """The rule's place on the page of rules."""
    return markup.link(here, "rules.md", code, code) if code in book.explanations else markup.text(code)


# --- what the record says --------------------------------------------------------------------------------------------


def _shown(item: Item[Any]) -> Iterator[tuple[Declared, Any]]:
    for declared in describe(item.kind.model).values():
        if not declared.private:
            yield declared, getattr(item.record, declared.name)


def _facts(book: Book, here: str, item: Item[Any]) -> str:
    rows = [(markup.text(label), value) for label, value in facts_of(book, here, item)]
    if isinstance(item.record, Record):
        rows.append(("档案层级", markup.text(item.record.archive_level)))
    for declared, value in _shown(item):
        if declared.model is None:
            empty = "无" if declared.many else ""
            rows.append((markup.text(declared.label), cell(book, here, declared, value) or empty))
    return markup.facts(rows)


def _groups(book: Book, here: str, item: Item[Any]) -> Iterator[str]:
    documents = [(declared, value) for declared, value in _shown(item) if declared.model is GuidingDocument and value]
    for declared, value in _shown(item):
        if declared.model is None or not value:
            continue
        if declared.many:
            yield _heading(declared)
            yield group_table(book, here, value, columns_of(book, item, declared.model))
        elif declared.model is not GuidingDocument:
            yield _heading(declared)
            yield group_facts(book, here, value)
        elif declared is documents[0][0]:
            # Why: a document's five facts in a section of its own would be mostly paper.
            yield markup.heading(2, title_of(GuidingDocument), "documents")
            yield group_table(book, here, [document for _, document in documents], names=_labels(documents))


def _heading(declared: Declared) -> str:
    return markup.heading(2, declared.label, declared.name.replace("_", "-"))


def _labels(fields: Sequence[tuple[Declared, Any]]) -> Sequence[str]:
    return [markup.text(declared.label) for declared, _ in fields]


def _empty_lists(item: Item[Any]) -> str:
    empty = [declared.label for declared, value in _shown(item) if declared.model and declared.many and not value]
    if not empty:
        return ""
    words = "、".join(markup.text(label) for label in empty)
    return markup.blocks(markup.heading(2, "登记为“无”的内容", "none"), f"{words}：无\n")


# --- who names it ----------------------------------------------------------------------------------------------------


def _references(book: Book, here: str, item: Item[Any]) -> str:
    """Records that name this one, by kind and by the field in which they do."""
    grouped: dict[tuple[str, str], dict[str, str]] = {}
    for reference in book.archive.references_to(item.kind.name, item.id):
        where = reference.item.kind.plural, _field(reference)
        grouped.setdefault(where, {})[reference.item.key] = book.link_key(here, reference.item.key)
    rows = [(kind, markup.text(field), "、".join(links.values())) for (kind, field), links in grouped.items()]
    if not rows:
        return ""
    table = markup.table(("类别", "在哪一项", "记录"), rows)
    return markup.blocks(markup.heading(2, "谁引用了它", "references"), table)


def _field(reference: Reference) -> str:
    """The labels on the way to the reference: 授权 › 授权项目."""
    labels = []
    fields: Mapping[str, Declared] = describe(reference.item.kind.model)
    for step in reference.path:
        if isinstance(step, str):
            labels.append(fields[step].label)
            inner = fields[step].model
            fields = describe(inner) if inner else {}
    return " › ".join(labels)


def _search_line(item: Item[Any]) -> str:
    words = search_words(item)
    return f'<p class="search-words">检索词 {escape.html(" ".join(words))}</p>\n' if words else ""
