"""Why a computed value cannot be edited in a document, and what to edit instead."""

from __future__ import annotations

from dataclasses import dataclass

from meidang.models.base import Model, describe
from meidang.render.returning.marks import Computed, Marker
from meidang.render.views.sourced import Sourced


@dataclass(frozen=True, slots=True)
class Explainer:
    """Knows everything that was printed."""

    marker: Marker

    def why(self, computed: Computed) -> str:
        """What it is computed from, as far as that is known."""
        label = computed.labels[-1] if computed.labels else "这一处"
        same = self._same(computed)
        if same is not None:
            return f"「{label}」由{_whose(same)}「{same.declared.label}」得出，请改那一项"
        if computed.beside is not None and len(computed.beside.path) > 1:
            return f"「{label}」由{_whose(computed.beside)}{_list(computed.beside)}这一项得出，请改它的内容"
        return f"「{label}」由档案中的其他内容得出，不能在文档里改；请改它的来源"

    def _same(self, computed: Computed) -> Sourced | None:
        """The field that reads the same, of the same row if there is one."""
        words = computed.words
        same = [one for one in self.marker.origins if isinstance(one, Sourced) and words and one == words]
        beside = computed.beside
        near = [one for one in same if beside and one.item is beside.item and one.path[:-1] == beside.path[:-1]]
        found = near or [one for one in same if len(words) > 1]
        return found[0] if len({one.key for one in found}) == 1 else None


def _whose(field: Sourced) -> str:
    return f"{field.item.kind.title}“{field.item.label}”的"


def _list(field: Sourced) -> str:
    """``「授权」第 2 项``."""
    model: type[Model] | None = field.item.kind.model
    words = ""
    for step in field.path[:-1]:
        if isinstance(step, int):
            words += f"第 {step + 1} 项"
        elif model is not None:
            declared = describe(model)[step]
            words, model = f"{words}「{declared.label}」", declared.model
    return words
