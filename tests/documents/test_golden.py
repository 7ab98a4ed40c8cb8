"""One document of each kind as text that a person can review: through pandoc to Markdown.

``MEIDANG_UPDATE_GOLDEN=1 pytest tests/documents`` rewrites the files; read the diff.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pypandoc
import pytest

from documents.example import CHECKOUT, SMALL, documents, paragraphs, templates
from meidang.kinds import KINDS

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("MEIDANG_UPDATE_GOLDEN") == "1"
#: Records of the example whose dossiers are kept; of every other template it is the small hospital's first document.
CHOSEN = {
    "staff.docx": "N02",
    "technique.docx": "T12",
    "technique.新技术新业务申报表.docx": "T12",
    "restriction.docx": "self-T06",
}


def test_every_kind_has_an_example_record():
    made = {document.kind for document in documents()}
    missing = {f"archive/{name}/" for name, kind in KINDS.items() if not kind.is_table and name not in made}
    assert missing == set(), "a kind without an example record, or without a template"


@cache
def _kept(template):
    """The document of a template that is kept: of the chosen record of the example, else of the small hospital."""
    made = [one for one in documents(CHECKOUT if template in CHOSEN else SMALL) if one.template == template]
    return next((one for one in made if one.id == CHOSEN.get(template)), made[0])


@pytest.mark.parametrize("template", sorted(templates()))
def test_the_document_reads_as_kept(template, tmp_path):
    document = _kept(template)
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
