"""``meidang build site --forms``: refused where it makes no sense; else forms beside the pages, and links to the right one."""

from __future__ import annotations

import pytest

from forms.hospital import AS_OF, made_at
from meidang.cli import main
from meidang.models.audience import Edition
from meidang.pipeline import check
from meidang.pipeline.site import site_of
from meidang.project import Project

_SETTINGS = """
forms:
  platform: Forgejo
  repository: hospital/archive
  address: https://git.example.invalid
  app_id: abc
"""


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    root = made_at(tmp_path_factory.mktemp("hospital"))
    with (root / "archive/settings.yaml").open("a", encoding="utf-8") as file:
        file.write(_SETTINGS)
    return root


@pytest.fixture(scope="module")
def site(hospital):
    assert main(["build", "site", "--forms", "--root", str(hospital)]) == 0
    return hospital / "build" / "site"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["docs"], "--forms 只用于网站"),
        (["site", "--offline"], "--forms 和 --offline 不能一起用"),
        (["site", "--edition", "inspector"], "--forms 只用于内部版"),
        (["site", "--edition", "all"], "--forms 只用于内部版"),
    ],
)
def test_forms_are_for_the_internal_site_alone(hospital, capsys, arguments, said):
    assert main(["build", *arguments, "--forms", "--root", str(hospital)]) == 2
    assert said in capsys.readouterr().err


def test_without_settings_what_to_write_is_shown(tmp_path, capsys):
    root = made_at(tmp_path)
    assert main(["build", "site", "--forms", "--root", str(root)]) == 2
    said = capsys.readouterr().err
    assert "archive/settings.yaml" in said
    assert "forms:\n  platform: " in said
    assert not (root / "build").exists()


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("staff/N02.html", "../forms/index.html#/collections/staff/entries/N02"),
        ("settings.html", "forms/index.html#/collections/tables/entries/settings"),
        ("duties.html", "forms/index.html#/collections/tables/entries/duties"),
        ("indicators.html", "forms/index.html#/collections/tables/entries/indicators"),
        ("ledger/case.html", "../forms/index.html#/collections/case"),
        ("filling.html", "forms/index.html#/collections/staff/new"),
    ],
)
def test_pages_lead_to_the_form_of_what_they_show(site, page, link):
    assert f'href="{link}"' in (site / page).read_text(encoding="utf-8")


def test_who_fills_in_a_form_is_told_that_somebody_looks_at_it_first(site):
    said = (site / "filling.html").read_text(encoding="utf-8")
    assert "先交给人审核" in said
    assert "直接写进" not in said


def test_every_page_leads_to_the_forms(site):
    assert "填写表单" in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "forms/index.html").is_file()
    assert (site / "forms/decap-cms.js").is_file()
    assert not (site / "forms/trial.js").exists()


def test_a_site_without_forms_has_none_and_says_nothing_of_them(tmp_path):
    project = Project(made_at(tmp_path))
    site = site_of(project, check(project, as_of=AS_OF, today=AS_OF), "", Edition.INTERNAL)
    assert not [path for path in site.files if path.startswith("forms/")]
    assert "staff/N02.html" in site.pages
    assert "filling.html" not in site.pages
    assert not [path for path, page in site.pages.items() if "forms/index.html#/" in page.body]
