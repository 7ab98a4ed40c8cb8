"""Kinds -> the collections of the form: records and ledgers a folder each, single files together in ``tables``."""

from __future__ import annotations

from typing import Any, Final

from meidang.kinds import ARCHIVE, KINDS, Kind
from meidang.render.forms.fields import Field, fields_of
from meidang.render.forms.shapes import format_of
from meidang.render.pages.addresses import list_path
from meidang.source.names import ATTACHMENTS

#: The collection of single files, and the format that all of them share.
TABLES: Final = "tables"
TABLE_FORMAT: Final = "meidang-tables"
#: A key of the form's own: the id of a new record. Never written; records' keys do not begin so.
ID: Final = "__id"
#: And what a ledger's file is called in a list.
CALLED: Final = "__called"
#: Uploads that no record's folder is known for.
UPLOADS: Final = f"/{ARCHIVE}/{ATTACHMENTS}"


def collections() -> list[dict[str, Any]]:
    """All collections, in the order of the kinds; the single files last.

    ``publish``: Decap's button of that name merges a change that nobody has looked at.
    """
    folders = [_folder(kind) for kind in KINDS.values() if not kind.single]
    return [*folders, _tables()]


def fields() -> list[Field]:
    """The fields of all kinds."""
    return [field for kind in KINDS.values() for field in fields_of(kind.model)]


def _folder(kind: Kind) -> dict[str, Any]:
    slug = f"{{{{{ID}}}}}"
    return {
        "name": kind.name,
        "label": kind.plural,
        "label_singular": kind.title,
        "folder": kind.folder,
        "format": format_of(kind)["name"],
        "extension": kind.suffix.removeprefix("."),
        "create": True,
        "delete": False,
        "publish": False,
        "identifier_field": ID,
        "slug": slug,
        "summary": f"{{{{{CALLED}}}}}" if kind.is_ledger else f"{_called(kind)}（{{{{filename}}}}）",
        "sortable_fields": [],
        "editor": {"preview": False},
        "preview_path": list_path(kind) if kind.is_ledger else f"{kind.name}/{{{{slug}}}}.html",
        "media_folder": f"{UPLOADS}/{kind.name}",
        "public_folder": f"{ATTACHMENTS}/{kind.name}",
        "fields": [_id_field(kind), *fields_of(kind.model)],
    }


def _tables() -> dict[str, Any]:
    return {
        "name": TABLES,
        "label": "机构和各种表",
        "format": TABLE_FORMAT,
        "delete": False,
        "publish": False,
        "sortable_fields": [],
        "editor": {"preview": False},
        "media_folder": UPLOADS,
        "public_folder": ATTACHMENTS,
        "files": [
            {
                "name": kind.name,
                "label": kind.plural,
                "file": kind.path(""),
                "preview_path": list_path(kind),
                "fields": fields_of(kind.model),
            }
            for kind in KINDS.values()
            if kind.single
        ],
    }


def _id_field(kind: Kind) -> Field:
    what = "文件名，由科室和期间而来" if kind.is_ledger else "也是文件名，建立以后不能在表单里改"
    return {"name": ID, "label": "编号", "widget": "md-id", "required": True, "kind": kind.name, "hint": what}


class _Called:
    """Stands in for a record: every field says its place in a template."""

    def __getattr__(self, name: str) -> str:
        return f"{{{{{name}}}}}"


def _called(kind: Kind) -> str:
    """The template of what people call a record of the kind, as its own ``label`` makes it."""
    label: Any = kind.model.label  # type: ignore[union-attr]
    return str(label(_Called()))
