"""Pages about the program rather than the institution: the rules, and every field with what to write in it.

Each rule and each kind has a page of its own; the lists keep the places (``rules.html#CRD001``) that were handed out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from meidang.agenda.found import urgency
from meidang.findings import Explanation, Severity
from meidang.kinds import KINDS
from meidang.models.audience import Audience, Edition
from meidang.models.base import Declared, Model, describe
from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.addresses import FIELDS, FINDINGS, RULES, clause_path, fields_path, rule_path
from meidang.render.pages.book import Book
from meidang.render.pages.heads import stamp
from meidang.render.pages.page import Page
from meidang.render.pages.records.lists import Pick, Row, list_table
from meidang.render.pages.review.cited import clause_link, clauses_citing
from meidang.render.pages.search_words import ABOUT

#: So many findings stand on a rule's page.
_MOST_FOUND: Final = 50


def rule_pages(book: Book) -> Iterator[tuple[str, Page]]:
    """The list of what is checked, data errors last, and a page for each rule."""
    ordered = sorted(book.explanations.values(), key=lambda one: (one.severity is Severity.ERROR, one.code))
    heads = ("规则", Pick("程度", "severity"), Pick("条款", "clause"), "查什么", Pick("现在", "now"), "发现")
    rows = [_rule_row(book, one) for one in ordered]
    body = markup.blocks(
        markup.title("检查规则"),
        stamp(book, f"共 {len(ordered)} 条"),
        list_table(heads, rows, "rules"),
    )
    yield RULES, Page("检查规则", body, weight=ABOUT, has_toc=False)
    for before, one, after in _beside(ordered):
        yield rule_path(one.code), _rule(book, one, before, after)


def _rule_row(book: Book, one: Explanation) -> Row:
    count = len(book.findings_by_code.get(one.code, ()))
    cells = (
        markup.link(RULES, rule_path(one.code), one.code),
        markup.severity_badge(one.severity),
        markup.text(one.clause),
        markup.text(one.title),
        "有发现" if count else "没有发现",
        markup.link(RULES, rule_path(one.code), str(count), "found") if count else "",
    )
    return Row(cells, one.code)


def _beside(ordered: Sequence[Explanation]) -> Iterator[tuple[Explanation | None, Explanation, Explanation | None]]:
    """Each with the one before and the one after."""
    return zip([None, *ordered[:-1]], ordered, [*ordered[1:], None], strict=True)


def _rule(book: Book, one: Explanation, before: Explanation | None, after: Explanation | None) -> Page:
    here = rule_path(one.code)
    cited = "、".join(clause_link(book, here, clause) for clause in clauses_citing(book, "rules", one.code))
    body = markup.blocks(
        markup.title(one.title, one.code),
        stamp(book, markup.link(here, RULES, "检查规则", one.code)),
        markup.facts(
            [
                ("程度", markup.severity_badge(one.severity)),
                ("条款", _clause(book, here, one.clause)),
                ("为什么查", markup.text(one.why)),
                ("依据", markup.text(one.basis)),
                ("对应条款", cited),
            ]
        ),
        *_found(book, here, one.code),
        *_examples(book, one),
        markup.beside(*(_near(here, near) for near in (before, after))),
    )
    return Page(f"{one.code} {one.title}", body, weight=ABOUT, has_toc=False)


def _near(here: str, near: Explanation | None) -> str:
    return markup.link(here, rule_path(near.code), f"{near.code} {near.title}") if near else ""


def _clause(book: Book, here: str, number: str) -> str:
    known = book.clauses_by_number.get(number)
    return markup.link(here, clause_path(known), number) if known else markup.text(number)


def _found(book: Book, here: str, code: str) -> Iterator[str]:
    """What it finds now; of very much the first, and the way to all."""
    found = sorted(book.findings_by_code.get(code, ()), key=urgency)
    if not found:
        return
    rows = [
        (
            markup.severity_badge(one.severity),
            book.about_link(here, one),
            f'<span class="long">{markup.text(one.message)}</span>',
            markup.due(one.due, book.as_of) if one.due else "",
        )
        for one in found[:_MOST_FOUND]
    ]
    yield markup.heading(2, f"现在的发现（{len(found)}）", "found")
    yield markup.unsearched(markup.full_table(("程度", "记录", "问题", "期限"), rows))
    if len(found) > _MOST_FOUND:
        yield f'<a href="{markup.address(here, FINDINGS)}?rule={code}">全部 {len(found)} 项见检查结果</a>'


def _examples(book: Book, one: Explanation) -> Iterator[str]:
    """How it is written wrongly and rightly; only who writes records needs to know."""
    if book.edition is Edition.INTERNAL:
        yield _example("错误的写法", "bad", one.bad)
        yield _example("正确的写法", "good", one.good)


def _example(title: str, anchor: str, code: str) -> str:
    """Examples come from our own source, so they stand in a code block as they are."""
    if not code:
        return ""
    lines = "\n".join(escape.html(line) for line in code.splitlines() if line.strip())
    return markup.blocks(markup.heading(2, title, anchor), f"<pre><code>{lines}</code></pre>")


# --- fields ----------------------------------------------------------------------------------------------------------


def field_pages() -> Iterator[tuple[str, Page]]:
    """The list of kinds with their groups, and of each kind a page of its fields: the key, its label, what to write."""
    body = markup.blocks(
        markup.title("字段说明"),
        "每份记录是一个 YAML 文件，由若干行“键: 值”组成。键写英文，值按“写什么”一栏填写。"
        "“网站”一栏写明内容最多出现在哪一版：公开版有的评审版也有，评审版有的内部版也有。",
        list_table(("种类", "文件", "里面的组"), [_kind_row(name) for name in KINDS], "fields"),
    )
    yield FIELDS, Page("字段说明", body, weight=ABOUT, has_toc=False)
    for name in KINDS:
        yield fields_path(name), _kind(name)


def _kind_row(name: str) -> Row:
    kind = KINDS[name]
    groups = (
        f'<span id="{_anchor(name, path)}">'
        f"{markup.link(FIELDS, fields_path(name), _group_title(path), _anchor(name, path))}</span>"
        for path, _ in _groups(kind.model)
    )
    cells = (
        markup.link(FIELDS, fields_path(name), kind.title),
        f"<code>{escape.html(kind.path('编号'))}</code>",
        "、".join(groups),
    )
    return Row(cells, _anchor(name))


def _kind(name: str) -> Page:
    kind = KINDS[name]
    here = fields_path(name)
    parts = [_fields(kind.model)]
    for path, model in _groups(kind.model):
        parts += [markup.heading(2, _group_title(path), _anchor(name, path)), _fields(model, path)]
    body = markup.blocks(
        markup.title(f"{kind.title}的字段"),
        markup.para(f"{markup.link(here, FIELDS, '字段说明')}　文件：<code>{escape.html(kind.path('编号'))}</code>"),
        *parts,
    )
    return Page(f"{kind.title}的字段", body, weight=ABOUT)


def _group_title(path: Sequence[Declared]) -> str:
    return " › ".join(declared.label for declared in path)


def _anchor(name: str, path: Sequence[Declared] = ()) -> str:
    return "-".join([name, *(declared.name for declared in path)]).replace("_", "-")


def _groups(model: type[Model], above: tuple[Declared, ...] = ()) -> Iterator[tuple[tuple[Declared, ...], type[Model]]]:
    """The nested groups with the way to each."""
    for declared in describe(model).values():
        if declared.model:
            path = (*above, declared)
            yield path, declared.model
            yield from _groups(declared.model, path)


def _fields(model: type[Model], above: Sequence[Declared] = ()) -> str:
    """A model's fields; ``above``: the groups in which it stands, beyond which none of its fields is shown."""
    declarations: Mapping[str, Declared] = describe(model)
    farthest = min((one.audience for one in above), default=Audience.PUBLIC)
    rows = [
        (
            f"<code>{name}</code>",
            markup.text(one.label),
            "必填" if one.required else "",
            _expected(one),
            _SHOWN_IN[min(one.audience, farthest)],
        )
        for name, one in declarations.items()
    ]
    return markup.table(("键", "名称", "必填", "写什么", "网站"), rows)


#: The most public edition that shows a field.
_SHOWN_IN: Final[Mapping[Audience, str]] = {
    Audience.NOBODY: "不上网站",
    **{edition.audience: edition.title for edition in Edition},
}


def _expected(declared: Declared) -> str:
    words = f"列表，每项：{declared.expected}" if declared.many else declared.expected
    return markup.text(words) + (f"<br><small>{markup.text(declared.hint)}</small>" if declared.hint else "")
