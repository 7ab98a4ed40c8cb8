"""One document of each kind as text that a person can review: through pandoc to Markdown.

``MEIDANG_UPDATE_GOLDEN=1 pytest tests/documents`` rewrites the files; read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pypandoc
import pytest

from documents.example import documents, paragraphs, templates

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("MEIDANG_UPDATE_GOLDEN") == "1"
#: Template -> the record whose document is kept.
KEPT = {
    "institution.docx": "institution",
    "institution.roster.docx": "institution",
    "department.docx": "anaesthesiology",
    "staff.docx": "N02",
    "technique.docx": "T12",
    "restriction.docx": "self-T06",
}


def test_a_document_of_every_template_is_kept():
    assert set(KEPT) == set(templates())


@pytest.mark.parametrize("template", KEPT)
def test_the_document_reads_as_kept(template, tmp_path):
    document = next(one for one in documents() if (one.template, one.id) == (template, KEPT[template]))
    file = tmp_path / "document.docx"
    file.write_bytes(document.content)
    options = ["--sandbox", "--wrap=none", "--columns=150"]
    text = pypandoc.convert_file(str(file), "markdown-simple_tables-multiline_tables", extra_args=options)
    edges = [paragraphs(document.content, f"word/{edge}1.xml")[0] for edge in ("header", "footer")]
    shown = "\n".join([*edges, "", text.replace("\r\n", "\n").strip(), ""])
    golden = GOLDEN / template.replace(".docx", ".md")
    if UPDATE:
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")
