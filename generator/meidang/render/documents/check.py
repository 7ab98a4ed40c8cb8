"""Is everything that a template asks for something that a view offers? Answered without any data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

from jinja2 import nodes

from meidang.load.nearest import nearest
from meidang.render.documents.problems import Code
from meidang.render.views import Name
from meidang.render.word.engine import LOOP_NAMES
from meidang.render.word.filters import FILTERS, LISTS, Given, no_choice
from meidang.render.word.reading import BROKEN

_TEXT: Final = Name("")
_NUMBER: Final = Name("", form="number")
#: What filters give that is neither a text nor the list itself.
_RESULTS: Final = {"length": _NUMBER}
_LOOP: Final = Name("循环", parts=dict.fromkeys(LOOP_NAMES, _NUMBER))
#: How many loops over lists of the record itself may stand inside one another.
_CROSSED: Final = 2
_COMBINATIONS = (nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.CondExpr)
_ONLY_TAGS = "只用取值 {{ }}、循环 for 和判断 if"


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong at a line of a source; ``about``: the words that it is about."""

    code: Code
    line: int
    message: str
    fix: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class _Scope:
    """The names that may be used; None for one that was complained about.

    ``loops``: the names that loops made and of which no list is gone through yet; ``crossed``: loops that multiply.
    """

    names: Mapping[str, Name | None]
    loops: frozenset[str] = frozenset()
    crossed: int = 0


def check(tree: nodes.Template, names: Mapping[str, Name]) -> list[Complaint]:
    """Everything that is wrong with a part's source, in its order."""
    made = {one.target.name for one in tree.find_all(nodes.For) if isinstance(one.target, nodes.Name)}
    checker = _Checker(frozenset(made))
    checker.walk(tree.body, _Scope({**names, BROKEN: None}))
    return checker.complaints


@dataclass
class _Checker:
    #: Names that loops of the part make, somewhere.
    made: frozenset[str] = frozenset()
    complaints: list[Complaint] = field(default_factory=list)

    def walk(self, body: Iterable[nodes.Node], scope: _Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    self._print(child, scope)
            elif isinstance(node, nodes.If):
                self._resolve(node.test, scope)
                self.walk([*node.body, *node.elif_, *node.else_], scope)
            elif isinstance(node, nodes.For):
                self._loop(node, scope)
            else:
                self._refuse(node, "不能用这种标签", _ONLY_TAGS)

    def _print(self, node: nodes.Expr, scope: _Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        found = self._resolve(node, scope)
        if found and (found.many or found.parts):
            path = _path(_unfiltered(node))
            what = f"“{path}”（{found.label}）"
            how = f"用 {{%tr for x in {path} %}} 循环，x" if found.many else path
            self._refuse(node, f"{what}不能直接打印", f"{how} 里面有：{_list(found.parts)}")

    def _loop(self, node: nodes.For, scope: _Scope) -> None:
        found = self._resolve(node.iter, scope)
        if found and not found.many:
            self._refuse(node, f"“{_path(node.iter)}”不是列表，不能循环", "直接取值即可")
        if not isinstance(node.target, nodes.Name) or node.recursive:
            self._refuse(node, "循环写得不对", "写成 {% for 一个名字 in 列表 %}")
            return
        # Why also filled up: blank rows hold as many rows again.
        owner = _path(_unfiltered(node.iter)).partition(".")[0].partition("[")[0]
        crossed = scope.crossed + (owner not in scope.loops or isinstance(node.iter, nodes.Filter))
        if crossed > _CROSSED:
            self._refuse(node, f"{crossed} 层互不相干的循环套在一起", "内层循环改为外层那一项自己的列表")
        element = replace(found, many=False) if found else None
        names = {**scope.names, "loop": _LOOP, node.target.name: element}
        inner = _Scope(names, (scope.loops - {owner}) | {node.target.name}, crossed)
        if node.test:
            self._resolve(node.test, inner)
        self.walk(node.body, inner)
        self.walk(node.else_, scope)

    def _resolve(self, node: nodes.Node, scope: _Scope) -> Name | None:
        """What an expression stands for; None where that was already complained about."""
        if isinstance(node, nodes.Const):
            return _TEXT if isinstance(node.value, str) else _NUMBER
        if isinstance(node, nodes.Name):
            return self._known(node, node.name, scope.names, "")
        if isinstance(node, nodes.Getattr | nodes.Getitem) and (step := _step(node)) is not None:
            return None if self._of_loop(node, scope) else self._inside(node, step, self._resolve(node.node, scope))
        if isinstance(node, nodes.Filter) and node.node:
            return self._filtered(node, node.node, scope)
        if isinstance(node, (*_COMBINATIONS, nodes.Compare)):
            return self._combined(node, scope)
        self._refuse(node, "不能运算、调用或定义", f"只能取值、比较和用过滤器 {'、'.join(FILTERS)}")
        return None

    def _combined(self, node: nodes.Node, scope: _Scope) -> Name | None:
        if isinstance(node, nodes.Compare):
            self._compare(node, scope)
            return _TEXT
        results = [self._resolve(child, scope) for child in node.iter_child_nodes()]
        return results[-1] if isinstance(node, nodes.Or | nodes.And) else _TEXT

    def _compare(self, node: nodes.Compare, scope: _Scope) -> None:
        """Texts go with texts and numbers with numbers: anything else never holds, or fails when a document is made."""
        sides = [(one, self._resolve(one, scope)) for one in (node.expr, *(operand.expr for operand in node.ops))]
        kinds = set()
        for one, found in sides:
            if found and (found.many or found.parts):
                path = _path(_unfiltered(one))
                fix = f"判断有没有，写 {{% if {path} %}}" if found.many else f"{path} 里面有：{_list(found.parts)}"
                self._refuse(one, f"“{path}”（{found.label}）不是文字，不能比较", fix, about=path)
            elif found:
                kinds.add(found is _NUMBER)
        self._is_choice(node, sides)
        if len(kinds) > 1:
            self._refuse(node, "文字和数字不能比较", '给数字加上引号，例如 year == "2026"；列表的项数用 |length')

    def _filtered(self, node: nodes.Filter, inner: nodes.Expr, scope: _Scope) -> Name | None:
        found = self._resolve(inner, scope)
        if node.name not in FILTERS:
            close = nearest(node.name, FILTERS)
            listed = f"可用的过滤器：{'、'.join(FILTERS)}"
            guess = f"是不是“{close}”？{FILTERS[close].meaning}" if close else listed
            self._refuse(node, f"没有“{node.name}”这种过滤器", guess, about=node.name)
            return None
        if (
            node.kwargs
            or node.dyn_args
            or node.dyn_kwargs
            or not all(isinstance(one, nodes.Const) for one in node.args)
        ):
            example = FILTERS[node.name].example
            self._refuse(node, f"过滤器 {node.name} 的括号里只能写固定的文字或数字", f"例如 {example}", about=node.name)
            return None
        if found is None:
            return None
        path = _path(inner)
        if found.parts and not found.many:
            what = f"“{path}”（{found.label}）是一组内容，不能用过滤器"
            self._refuse(node, what, f"{path} 里面有：{_list(found.parts)}", about=path)
            return None
        given = Given(path, found.label, found.many, found.form, found.choices, found.longest)
        arguments = [one.value for one in node.args if isinstance(one, nodes.Const)]
        if fault := FILTERS[node.name].check(given, arguments):
            self._refuse(node, *fault, about=path)
            return None
        return found if node.name in LISTS else _RESULTS.get(node.name, _TEXT)

    def _inside(self, node: nodes.Getattr | nodes.Getitem, step: object, found: Name | None) -> Name | None:
        if found is None:
            return None
        if found.many and isinstance(step, int):
            return replace(found, many=False)
        if found.many:
            path = _path(node.node)
            self._refuse(node, f"“{path}”是列表，不能取“{step}”", f"先用 {{%tr for x in {path} %}} 循环，再写 x.{step}")
            return None
        return self._known(node, str(step), found.parts, f"{_path(node.node)}.")

    def _is_choice(self, node: nodes.Compare, sides: Sequence[tuple[nodes.Node, Name | None]]) -> None:
        """Of a field that holds one of some words, any other word never holds."""
        if not all(operand.op in ("eq", "ne") for operand in node.ops):
            return
        asked = [(_path(one), found) for one, found in sides if found and found.choices]
        words = [one.value for one, _ in sides if isinstance(one, nodes.Const) and isinstance(one.value, str)]
        for (path, found), word in product(asked, words):
            given = Given(path, found.label, choices=found.choices)
            if fault := next(filter(None, (no_choice(given, part) for part in word.split("、") if part)), None):
                self._refuse(node, *fault, about=path)

    def _of_loop(self, node: nodes.Getattr | nodes.Getitem, scope: _Scope) -> bool:
        """Whether something is taken of a name that only loops make, where none is; it is complained about."""
        name = node.node.name if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) else ""
        if not name or not isinstance(node, nodes.Getattr) or name in scope.names:
            return False
        if name not in self.made and len(name) > 1:
            return False
        lists = [key for key, one in scope.names.items() if one and one.many and node.attr in one.parts]
        which = f"，例如 {{%tr for {name} in {lists[0]} %}}" if lists else f"：{{%tr for {name} in 列表 %}}"
        message, fix = f"“{name}”只在循环里有，这里不在循环里", f"移到循环的开头和结尾之间，或先写循环{which}"
        self.complaints.append(Complaint(Code.UNKNOWN, node.lineno, message, fix, f"{name}.{node.attr}"))
        return True

    def _known(self, node: nodes.Node, name: str, names: Mapping[str, Name | None], before: str) -> Name | None:
        if name in names:
            return names[name]
        words = {word: key for key, found in names.items() for word in (key, found.label if found else "") if word}
        close = nearest(name, words)
        label = names[words[close]] if close else None
        guess = f"是不是“{before}{words[close]}”（{label.label if label else ''}）？" if close else ""
        fix = guess or (f"可用的字段：{_list(names)}" if names else f"“{before.rstrip('.')}”是文字，里面没有别的")
        path = f"{before}{name}"
        self.complaints.append(Complaint(Code.UNKNOWN, node.lineno, f"没有“{path}”这个字段", fix, path))
        return None

    def _refuse(self, node: nodes.Node, message: str, fix: str, *, about: str = "") -> None:
        self.complaints.append(Complaint(Code.NOT_ALLOWED, node.lineno, message, fix, about))


def _unfiltered(node: nodes.Node) -> nodes.Node:
    """A list as it is before it is filled up."""
    while isinstance(node, nodes.Filter) and node.node:
        node = node.node
    return node


def _step(node: nodes.Getattr | nodes.Getitem) -> object | None:
    """The key or number that is looked up; None where it is computed."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) else None


def _path(node: nodes.Node) -> str:
    """``c.number`` for what a template wrote, as far as it is a plain look-up."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_path(node.node)}[{node.arg.value!r}]"
    if isinstance(node, nodes.Filter) and node.node:
        return f"{_path(node.node)}|{node.name}"
    return "…"


def _list(names: Mapping[str, Name | None]) -> str:
    listed = [f"{key}（{found.label}）" if found and found.label else key for key, found in names.items()]
    return "、".join(listed[:8]) + (f" 等 {len(listed)} 个" if len(listed) > 8 else "")
