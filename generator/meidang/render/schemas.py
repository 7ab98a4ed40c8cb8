"""JSON Schemas of the kinds, with Chinese titles and descriptions, for editors and independent validators.

They give the same verdict on a file as ``load`` does, except for what needs other records (references).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from meidang.findings import Explanation, Finding, Location, Severity
from meidang.kinds import KINDS, Kind
from meidang.models.base import adapter

FOLDER = "schemas"

EXPLANATIONS = (
    Explanation(
        "SCH001",
        "数据格式文件过期",
        "编辑器和表单按这些文件补全和检查；与程序不一致，就会把对的说成错、错的说成对。",
        "schemas/staff.schema.json 是旧版本导出的",
        "运行 meidang schema 后提交",
        Severity.MINOR,
    ),
)


class _Generator(GenerateJsonSchema):
    """pydantic's generator, but a field's Chinese title is never replaced by one made from its English name."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        """Every field declares its label."""
        return False


def schema_path(kind: Kind) -> str:
    """Where the schema of a kind lies, relative to the project's root."""
    return f"{FOLDER}/{kind.name}.schema.json"


def render_schemas() -> Mapping[str, str]:
    """The text of every schema by its path relative to the project's root."""
    return {schema_path(kind): _render(kind) for kind in KINDS.values()}


def _render(kind: Kind) -> str:
    body = adapter(kind.model).json_schema(schema_generator=_Generator)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    docs = {"description": f"{kind.title}：{kind.path('<编号>')}"}
    return json.dumps(head | _plain(body) | docs, ensure_ascii=False, indent=2) + "\n"


def _plain(node: Any) -> Any:
    """Without the English docstrings that pydantic takes for descriptions: people see Chinese or nothing."""
    if isinstance(node, dict):
        is_model = node.get("type") == "object" and "properties" in node
        return {
            name: {key: _plain(value) for key, value in inner.items()}
            if name in ("properties", "$defs")
            else _plain(inner)
            for name, inner in node.items()
            if not (is_model and name == "description")
        }
    return [_plain(one) for one in node] if isinstance(node, list) else node


def stale_schemas(present: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each exported schema that no longer says what the models say. ``present``: text by path."""
    for path, text in render_schemas().items():
        if path not in present:
            yield _stale(path, f"缺少数据格式文件 {path}")
        elif present[path] != text:
            yield _stale(path, f"数据格式文件 {path} 与程序不一致")


def _stale(path: str, message: str) -> Finding:
    return Finding("SCH001", Severity.MINOR, message, Location(path), "运行 meidang schema 重新生成")
