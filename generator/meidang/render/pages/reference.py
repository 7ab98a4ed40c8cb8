"""Pages about the program rather than the institution: the rules, and every field with what to write in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meidang.findings import Explanation, Severity
from meidang.kinds import KINDS
from meidang.models.base import Declared, Model, describe
from meidang.render import escape
from meidang.render.pages import markup
from meidang.render.pages.book import Book
from meidang.render.pages.cited import clause_link, clauses_citing
from meidang.render.pages.page import Page
from meidang.render.pages.search_words import ABOUT


def rules_page(book: Book) -> Page:
    """What is checked, why, by which article, with an example of each side; data errors stand last."""
    ordered = sorted(book.explanations.values(), key=lambda one: (one.severity is Severity.ERROR, one.code))
    body = markup.blocks(
        markup.title("检查规则"),
        markup.table(
            ("规则", "程度", "条款", "查什么"),
            [
                (
                    markup.link("rules.html", "rules.html", one.code, one.code),
                    markup.severity_badge(one.severity),
                    markup.text(one.clause),
                    markup.text(one.title),
                )
                for one in ordered
            ],
        ),
        *(_rule(book, one) for one in ordered),
    )
    return Page("检查规则", body, weight=ABOUT)


def _rule(book: Book, one: Explanation) -> str:
    clause = f"　条款 {markup.text(one.clause)}" if one.clause else ""
    cited = "、".join(clause_link(book, "rules.html", clause) for clause in clauses_citing(book, "rules", one.code))
    return markup.blocks(
        markup.heading(2, f"{one.code} {one.title}", one.code),
        f"{markup.severity_badge(one.severity)}{clause}",
        f"{markup.text(one.why)}" if one.why else "",
        f"依据：{markup.text(one.basis)}" if one.basis else "",
        f"对应条款：{cited}" if cited else "",
        _example("错误", one.bad),
        _example("正确", one.good),
    )


def _example(title: str, code: str) -> str:
    """Examples come from our own source, so they stand in a code block as they are."""
    if not code:
        return ""
    lines = "\n".join(escape.html(line) for line in code.splitlines() if line.strip())
    return markup.blocks(f"{title}：", f"<pre><code>{lines}</code></pre>")


def fields_page() -> Page:
    """Every kind's fields: the key, its label, what to write."""
    body = markup.blocks(
        markup.title("字段说明"),
        "每份记录是一个 YAML 文件，由若干行“键: 值”组成。键写下表里的英文，值按“写什么”一栏填写。",
        *(_kind(name) for name in KINDS),
    )
    return Page("字段说明", body, weight=ABOUT)


def _kind(name: str) -> str:
    kind = KINDS[name]
    place = kind.path("编号")
    parts = [
        markup.heading(2, kind.title, name.replace("_", "-")),
        f"文件：<code>{escape.html(place)}</code>",
        _fields(kind.model),
    ]
    for path, model in _groups(kind.model):
        title = " › ".join(declared.label for declared in path)
        anchor = "-".join([name, *(declared.name for declared in path)]).replace("_", "-")
        parts += [markup.heading(3, title, anchor), _fields(model)]
    return markup.blocks(*parts)


def _groups(model: type[Model], above: tuple[Declared, ...] = ()) -> Iterator[tuple[tuple[Declared, ...], type[Model]]]:
    """The nested groups with the way to each."""
    for declared in describe(model).values():
        if declared.model:
            path = (*above, declared)
            yield path, declared.model
            yield from _groups(declared.model, path)


def _fields(model: type[Model]) -> str:
    declarations: Mapping[str, Declared] = describe(model)
    rows = [
        (f"<code>{name}</code>", markup.text(one.label), "必填" if one.required else "", _expected(one))
        for name, one in declarations.items()
    ]
    return markup.table(("键", "名称", "必填", "写什么"), rows)


def _expected(declared: Declared) -> str:
    words = f"列表，每项：{declared.expected}" if declared.many else declared.expected
    if declared.private:
        words += "（不上网站）"
    return markup.text(words) + (f"<br><small>{markup.text(declared.hint)}</small>" if declared.hint else "")
