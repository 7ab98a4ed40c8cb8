"""The declared order of keys in every group of a kind, by which saving puts a new key in its place."""

from __future__ import annotations

from typing import Any

from meidang.kinds import Kind
from meidang.models.base import Model, describe
from meidang.source.read import BODY, MARKDOWN


def shape_of(model: type[Model]) -> dict[str, Any]:
    """``order``: the keys; ``inner``: the shapes of the groups among them."""
    declared = describe(model)
    inner = {name: shape_of(one.model) for name, one in declared.items() if one.model}
    return {"order": list(declared), "inner": inner}


def format_of(kind: Kind) -> dict[str, Any]:
    """What ``assets/format.js`` must know of a kind to read and write its files."""
    above = "../" * (kind.folder.count("/") + 1)
    return {
        "name": f"meidang-{kind.name}",
        "extension": kind.suffix.removeprefix("."),
        "shape": shape_of(kind.model),
        "modeline": f"# yaml-language-server: $schema={above}schemas/{kind.name}.schema.json",
        "body": BODY if kind.suffix == MARKDOWN else "",
    }
