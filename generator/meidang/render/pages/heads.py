"""What stands at the head of a page: the day and the file, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from meidang.findings import Finding, Severity
from meidang.kinds import Kind
from meidang.models.audience import Edition
from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.addresses import FORMS, clause_path, form_of, rule_path
from meidang.render.pages.book import Book


def stamp(book: Book, before: str = "", path: str = "", here: str = "") -> str:
    """The day and the revision; for a record its file, and where to edit it. Not searched: it stands on every page.

    ``before`` is HTML; ``here``: the page, from which a form is reached.
    """
    words = [
        before,
        f"截至 {book.as_of}",
        f"版本 {markup.text(book.revision)}" if book.revision else "",
    ]
    if path and book.edition is Edition.INTERNAL:
        words.append(edit_link(book, path, here=here))
    return markup.unsearched(markup.para("　".join(word for word in words if word), "stamp"))


def edit_link(book: Book, path: str, words: str = "编辑", here: str = "") -> str:
    """Where a record's file is edited: its form, else its file; the file alone where nobody has said where that is."""
    shown = f"<code>{markup.text(path)}</code>"
    if book.has_forms and not book.is_past and (form := form_of(path)):
        return f'<a class="edit" href="{form_link(here, form)}">{words} {shown}</a>'
    prefix = book.archive.settings.edit_url or ""
    if book.is_past or not prefix.startswith(("https://", "http://")):
        return shown
    between = "" if prefix.endswith(("/", "=")) else "/"
    address = f"{quote(prefix, safe=_ADDRESS)}{between}{escape.url_path(path)}"
    return f'<a class="edit" href="{escape.html_attribute(address)}">{words} {shown}</a>'


def form_link(here: str, form: str) -> str:
    """The address of a form (``/collections/staff/new``) on a page, as an attribute's text."""
    return f"{markup.address(here, FORMS)}#/{escape.url_path(form.removeprefix('/'))}"


def nothing_yet(book: Book, here: str, kind: Kind) -> str:
    """In place of a list that is empty; those who fill it read how its first record is made."""
    words = "还没有记录。"
    if book.edition is not Edition.INTERNAL or book.is_past or kind.single:
        return markup.para(words)
    if book.has_forms:
        return markup.para(f'{words}<a class="edit" href="{form_link(here, f"/collections/{kind.name}/new")}">新建</a>')
    command = f"meidang new {kind.name}" + ("" if kind.is_ledger else " 编号")
    if kind.suffix == ".md":
        command = "meidang import-policy 文件.docx"
    return markup.para(f"{words}可以用表单填写（<code>meidang forms --open</code>），或运行 <code>{command}</code>。")


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
            boxes.append(markup.box(markup.SEVERITY_CLASS[severity], title, lines))
    return markup.blocks(*boxes)


def _words(book: Book, here: str, finding: Finding) -> str:
    fix = f"<br>改法：{markup.text(finding.fix)}" if finding.fix else ""
    return f"{markup.text(finding.message)}{fix}<br><small>{'　'.join(_particulars(book, here, finding))}</small>"


def _particulars(book: Book, here: str, finding: Finding) -> Iterator[str]:
    yield rule_link(book, here, finding.code)
    if finding.clause:
        known = book.clauses_by_number.get(finding.clause)
        number = markup.text(finding.clause)
        yield f"条款 {markup.link(here, clause_path(known), finding.clause) if known else number}"
    if finding.due:
        yield f"期限 {markup.day(finding.due)}"
    if book.edition is Edition.INTERNAL:
        yield f"<code>{markup.text(str(finding.location))}</code>"


def rule_link(book: Book, here: str, code: str) -> str:
    """The rule's page."""
    return markup.link(here, rule_path(code), code) if code in book.explanations else markup.text(code)
