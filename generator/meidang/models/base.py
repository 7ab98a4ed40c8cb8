"""What a record is made of: Model, Record, Table, and the declaration of a field.

A field is declared once, with its Chinese label and its markers; ``describe`` reads the declarations back for all that
follows from them (schemas, messages, references, pages, documents, forms).
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from functools import cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    Concatenate,
    Literal,
    ParamSpec,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
)

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter
from pydantic.dataclasses import dataclass
from pydantic.fields import FieldInfo

from meidang.models.audience import Audience
from meidang.models.references import RefTo
from meidang.models.scalar import Scalar
from meidang.models.scalars import Date, LongText, Text

#: Marks a field that must be given.
REQUIRED: Any = ...
_C = TypeVar("_C", bound="type[Model]")


def field(
    label: str,
    default: Any = REQUIRED,
    *,
    factory: Callable[..., Any] | None = None,
    hint: str = "",
    audience: Audience = Audience.INSPECTOR,
) -> Any:
    """Declare a field: its Chinese ``label``, what to write in it (``hint``), and for whom it is on a site.

    A field without a default (or the ``factory`` of one) must be given. A scalar that is private by itself (an identity
    number) is for nobody, whatever ``audience`` says. A group is shown as far as itself and its fields are.
    """
    extra: dict[str, JsonValue] | None = (
        None if audience is Audience.INSPECTOR else {"x-audience": audience.name.lower()}
    )
    if factory is not None:
        return Field(default_factory=factory, title=label, description=hint or None, json_schema_extra=extra)
    return Field(default, title=label, description=hint or None, json_schema_extra=extra)


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def declare(title: str, *requirements: str) -> Callable[[_C], _C]:
    """Make a frozen record of a class whose fields are declared with ``field``; ``title`` is its Chinese name.

    ``requirements``: the ids of those that its fields hold the data of (``S1-13.5``).

    Why slotted dataclasses and not pydantic's BaseModel: a seventh of the memory, and faster; an archive of 20,000
    people is held whole. Unknown keys are refused; schemas are built when first used.
    """
    config = ConfigDict(extra="forbid", defer_build=True, title=title)
    make = dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True, config=config)

    def decorate(declared: _C) -> _C:
        made = cast("_C", make(declared))
        made.__requirements__ = requirements
        return made

    return decorate


@declare("")
class Model:
    """A group of fields. Everybody may leave a note."""

    __pydantic_fields__: ClassVar[dict[str, FieldInfo]]
    __pydantic_config__: ClassVar[ConfigDict]
    __requirements__: ClassVar[tuple[str, ...]]

    note: LongText | None = field("备注", None, hint="任何需要说明的话", audience=Audience.INTERNAL)


def title_of(model: type[Model]) -> str:
    """The Chinese title that a model was declared with."""
    return model.__pydantic_config__.get("title") or model.__name__


def requirements_of(model: type[Model]) -> tuple[str, ...]:
    """The ids of the requirements that a model was declared with; what it inherits is its parent's."""
    return model.__requirements__


_M = TypeVar("_M", bound=Model)
_V = TypeVar("_V")
_P = ParamSpec("_P")


def per_model(make: Callable[Concatenate[type[Model], _P], _V]) -> Callable[Concatenate[type[Model], _P], _V]:
    """``make``, which remembers what it made for each model (and whatever else it was given).

    Why not ``functools.cache`` by itself: mypy takes a class for unhashable when its instances might be.
    """
    return cast("Callable[Concatenate[type[Model], _P], _V]", cache(make))


@per_model
def adapter(model: type[Model]) -> TypeAdapter[Any]:
    """Pydantic's door to a model: ``validate_python(tree)``, which raises ValidationError, and ``json_schema()``."""
    return TypeAdapter(model)


def changed(record: _M, values: Mapping[str, Any]) -> _M:
    """A copy with other values, which are trusted: the scalars read text, so they cannot check what they once made."""
    result = copy(record)
    for name, value in values.items():
        object.__setattr__(result, name, value)
    return result


@declare("变更登记", "S1-01", "S1-15")
class Revision(Model):
    """One registered change of a record (requirement S1-15)."""

    change: Text = field("变更内容")
    changed_on: Date = field("变更日期")
    due_on: Date | None = field("计划日期", None, hint="按更新计划应完成的日期")
    done_on: Date | None = field("登记日期", None, hint="档案里改好的日期")
    owner_dept: Text | None = field("责任职能部门", None)
    done_by: Text | None = field("完成人", None)


@declare("", "S1-01", "S1-02", "S1-15")
class Record(Model):
    """A thing that lasts, one YAML file each. Its id is the file's name."""

    #: Which of the three levels of archive a record belongs to: 机构, 科室 or 个人.
    archive_level: ClassVar[str] = "机构"
    archive_no: Text | None = field("档案编号", None)
    version: Text | None = field("版本", None)
    owner_dept: Text | None = field("责任部门", None, hint="负责按期更新本档案的职能部门")
    updated_on: Date | None = field("更新日期", None)
    next_review_on: Date | None = field("下次复核日期", None)
    revisions: tuple[Revision, ...] = field("变更登记", ())

    def label(self) -> str:
        """What people call this record; the id stands in where a kind has no name of its own."""
        return ""


@declare("")
class Table(Model):
    """An institution's own table, one YAML file. ``rows_field`` and ``key_field`` say what a reference names."""

    rows_field: ClassVar[str] = ""
    key_field: ClassVar[str] = ""

    def keys(self) -> Iterator[str]:
        """What may be referred to."""
        for row in getattr(self, self.rows_field) if self.rows_field else ():
            yield getattr(row, self.key_field)


# --- reading the declarations back -----------------------------------------------------------------------------------

#: What stands at the end of a declared type.
Leaf = Scalar | tuple[str, ...] | type[Model]


@dataclasses.dataclass(frozen=True, slots=True)
class Declared:
    """One declared field. ``leaf`` is a Scalar, the words of a choice, or the Model of a nested group.

    ``many``: a list of leaves. ``ref``: the kind referred to. ``audience``: for whom it stands on a site.
    """

    name: str
    label: str
    hint: str
    leaf: Leaf
    many: bool
    required: bool
    audience: Audience
    ref: str | None

    @property
    def private(self) -> bool:
        """Whether it stands on no site and in no message."""
        return self.audience is Audience.NOBODY

    @property
    def model(self) -> type[Model] | None:
        """The nested group, if the field is one."""
        return self.leaf if isinstance(self.leaf, type) else None

    @property
    def expected(self) -> str:
        """Completes the sentence 「标签」应为…."""
        if isinstance(self.leaf, Scalar):
            return self.leaf.expected
        if isinstance(self.leaf, tuple):
            return "其中之一：" + "、".join(self.leaf)
        return f"一组「{self.label}」内容（每行一个“键: 值”）"

    def show(self, value: Any) -> str:
        """The words for people; an absent value is empty."""
        if value is None:
            return ""
        if self.many and isinstance(value, tuple):
            return "、".join(self.show(item) for item in value)
        return self.leaf.show(value) if isinstance(self.leaf, Scalar) else str(value)


@per_model
def describe(model: type[Model]) -> dict[str, Declared]:
    """The declared fields of a model by name, in order; ``note`` and ``revisions`` last, as people expect them."""
    if "__pydantic_fields__" not in vars(model):
        raise TypeError(f'{model.__name__} is not declared: put @declare("…") above it')
    fields = {name: _declared(name, info) for name, info in model.__pydantic_fields__.items()}
    general = set(Record.__pydantic_fields__) if issubclass(model, Record) else set(Model.__pydantic_fields__)
    tail = [name for name in ("revisions", "note") if name in general]
    own = [name for name in fields if name not in general]
    middle = [name for name in fields if name in general and name not in tail]
    return {name: fields[name] for name in [*own, *middle, *tail]}


def _declared(name: str, info: Any) -> Declared:
    leaf, many, ref = _unfold(info.annotation, tuple(info.metadata))
    said = (info.json_schema_extra or {}).get("x-audience", Audience.INSPECTOR.name)
    audience = Audience.NOBODY if isinstance(leaf, Scalar) and leaf.private else Audience[said.upper()]
    return Declared(name, info.title or name, info.description or "", leaf, many, info.is_required(), audience, ref)


def _unfold(annotation: Any, metadata: tuple[Any, ...] = ()) -> tuple[Leaf, bool, str | None]:
    scalar = next((mark for mark in metadata if isinstance(mark, Scalar)), None)
    if scalar is not None:
        return scalar, False, next((mark.kind for mark in metadata if isinstance(mark, RefTo)), None)
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _unfold(args[0], args[1:])
    if origin in (Union, types.UnionType):
        return _unfold(next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        leaf, _, ref = _unfold(args[0])
        return leaf, True, ref
    if origin is Literal:
        return args, False, None
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation, False, None
    raise TypeError(f"a field's type must be built from the scalars: {annotation!r}")
