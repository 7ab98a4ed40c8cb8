"""``meidang init``: a folder that is valid from the first minute, made whole or not at all."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import get_args

import pytest

from meidang.cli import main
from meidang.kinds import KINDS
from meidang.models.department import DepartmentName
from meidang.models.institution import Institution
from meidang.models.settings import Settings
from meidang.pipeline import check
from meidang.pipeline.installed import Installed, installed_from
from meidang.project import Project
from meidang.render.starter import DEPARTMENTS, Answers, render_starter
from meidang.source.read import parse
from starter.begun import FLAGS, GITLAB, NAME, WORKFLOWS, begin, git

TODAY = date(2026, 11, 26)


def judged(folder):
    return check(Project(folder), today=TODAY)


# --- what is made ----------------------------------------------------------------------------------------------------


def test_a_new_archive_has_no_data_error_and_few_findings(fresh):
    checked = judged(fresh)
    assert not checked.has_errors
    assert 0 < len(checked.findings) < 40
    assert checked.records["机构"] == 1
    assert checked.records["科室"] == 18


def test_what_is_found_is_only_what_nobody_could_have_known(fresh):
    codes = {found.code for found in judged(fresh).findings}
    assert {"CRD006", "INS001", "INS003"} <= codes
    # Nothing periodic is owed, nothing is overdue, no clause cites what is not there.
    assert not codes & {"DUT001", "REV002", "REV003", "STD004", "STD005", "INS009"}


def test_the_answers_stand_in_the_records(fresh):
    archive = judged(fresh).archive
    institution = archive.of(Institution)[0].record
    assert (institution.name, institution.institution_type, institution.max_grade_allowed) == (
        NAME,
        "医疗美容门诊部",
        1,
    )
    settings = archive.settings
    assert (settings.site.short_name, settings.inspection_on, settings.as_of) == ("星河", date(2027, 3, 1), None)


def test_every_setting_is_listed_with_its_default(fresh):
    text = (fresh / "archive/settings.yaml").read_text(encoding="utf-8")
    assert all(f"\n{name}:" in text or f"# {name}:" in text for name in Settings.__pydantic_fields__ if name != "note")
    read = judged(fresh).archive.settings
    assert read.lead_days == Settings().lead_days
    assert read.room.temperature_max_c == Settings().room.temperature_max_c


def test_departments_are_those_of_the_model(fresh):
    assert tuple(one.name for one in DEPARTMENTS) == get_args(DepartmentName)
    text = (fresh / "archive/department/pharmacy.yaml").read_text(encoding="utf-8")
    assert "\nin_use: true\n" in text
    assert "in_use: false" in (fresh / "archive/department/cssd.yaml").read_text(encoding="utf-8")


def test_formatting_changes_nothing(fresh, capsys):
    assert main(["fmt", "--check", "--root", str(fresh)]) == 0


def test_the_schemas_are_those_of_the_program(fresh, capsys):
    assert main(["schema", "--check", "--root", str(fresh)]) == 0


def test_an_editor_finds_a_schema_for_every_kind(fresh):
    schemas = json.loads((fresh / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert len(schemas) == sum(kind.suffix == ".yaml" for kind in KINDS.values())
    assert all((fresh / name).is_file() for name in schemas)
    assert schemas["./schemas/staff.schema.json"] == "archive/staff/*.yaml"


def test_modelines_lead_to_schemas(fresh):
    for file in (fresh / "archive").rglob("*.yaml"):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert (file.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve().is_file()


def test_no_word_of_the_example_hospital_is_left(fresh):
    for file in fresh.rglob("*"):
        if file.is_file() and ".git" not in file.parts:
            text = file.read_text(encoding="utf-8")
            assert not [word for word in ("澄光", "岚江", "沈知衡", "陆文岚", "@@") if word in text], file


#: Table, its rows, their key, and of a row what is the example's own: when it began, its policies, how it renews.
HELD = (
    ("binder", "parts", "title", ()),
    ("projects", "projects", "code", ()),
    ("titles", "titles", "title", ()),
    ("credential_types", "credential_types", "id", ("required", "renewal_rule", "note")),
    ("duties", "duties", "id", ("since", "basis")),
    ("indicators", "indicators", "id", ("since", "basis")),
    ("standard/evaluation", "clauses", "id", ("title", "evidence")),
)
#: Work of the example's plan of one year.
PLANNED = {"preop_training", "follow_up_inspection", "drug_campaign", "device_campaign"}
#: Of a clause's evidence what every institution must write, keep or count.
ASKED = ("records", "fields", "ledgers", "indicators", "rules")


@pytest.mark.parametrize(("name", "rows", "key", "own"), HELD)
def test_what_every_institution_needs_is_what_the_example_has(name, rows, key, own):
    """Tables are kept in two places: here is what holds them together."""
    ours, theirs = rows_of(starter_texts()[f"archive/{name}.yaml"], rows), rows_of(example_text(name), rows)
    wanted = [row for row in theirs if row[key] not in PLANNED]
    assert [without(row, own) for row in ours] == [without(row, own) for row in wanted]
    if name.startswith("standard"):
        assert [evidence(row) for row in ours] == [evidence(row) for row in wanted]


def rows_of(text, name):
    return parse(text, "x").source.data[name]


def without(row, keys):
    return {key: value for key, value in row.items() if key not in keys}


def evidence(clause):
    return {key: value for key, value in clause.get("evidence", {}).items() if key in ASKED}


def starter_texts():
    return render_starter(Answers("甲", TODAY, "0"))


def example_text(name):
    return (Path(__file__).parents[2] / "archive" / f"{name}.yaml").read_text(encoding="utf-8")


def test_the_repository_is_there_and_holds_no_hooks(fresh):
    assert git(fresh, "status", "--porcelain").splitlines()
    assert git(fresh, "symbolic-ref", "HEAD").strip() == "refs/heads/main"
    assert not (fresh / ".git/hooks").exists()


@pytest.mark.parametrize(
    ("platforms", "wanted"),
    [
        (("github",), WORKFLOWS[:3]),
        (("gitlab",), (GITLAB,)),
        (("forgejo",), WORKFLOWS[3:]),
        ((), ()),
    ],
)
def test_only_the_chosen_platforms_files_are_written(platforms, wanted):
    texts = render_starter(Answers("甲", TODAY, "0", platforms=platforms))
    assert {path for path in (*WORKFLOWS, GITLAB) if path in texts} == set(wanted)


def test_without_a_platform_or_a_repository_there_is_none(tmp_path, capsys):
    folder = begin(tmp_path / "x", "--name", NAME, "--yes", "--no-git", "--ci", "none")
    assert not [path for path in (*WORKFLOWS, GITLAB, ".git") if (folder / path).exists()]


def test_the_file_that_the_program_came_in_goes_along(tmp_path, monkeypatch, capsys):
    wheel = tmp_path / "meidang-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    monkeypatch.setattr("meidang.cli.init.installed", lambda: Installed(wheel=wheel))
    # Why no Git here: whoever has none is told so, and gets the files all the same.
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = begin(tmp_path / "x", *FLAGS, "--ci", "none")
    assert (folder / "wheels" / wheel.name).read_bytes() == b"wheel"
    assert (folder / "requirements.txt").read_text(encoding="utf-8").endswith(f"\n./wheels/{wheel.name}[notify]\n")
    said = capsys.readouterr().out
    assert "没有安装 Git" in said
    assert "还缺安装文件" not in said


def test_where_an_index_has_the_program_it_is_asked_for_by_name():
    assert render_starter(Answers("甲", TODAY, "0.1.0"))["requirements.txt"].endswith("\nmeidang[notify]==0.1.0\n")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (None, Installed(is_from_index=True)),
        ({"url": "file:///x", "dir_info": {"editable": True}}, Installed()),
        ({"url": "https://example.invalid/a.whl", "archive_info": {}}, Installed()),
        ({"url": "GONE", "archive_info": {"hashes": {"sha256": "DIGEST"}}}, Installed()),
        ({"url": "WHEEL", "archive_info": {"hashes": {"sha256": "0"}}}, Installed()),
        ({"url": "WHEEL", "archive_info": {"hashes": {"sha256": "DIGEST"}}}, Installed(wheel=Path("美 a.whl"))),
        ({"url": "WHEEL", "archive_info": {"hash": "sha256=DIGEST"}}, Installed(wheel=Path("美 a.whl"))),
    ],
)
def test_a_file_is_handed_on_only_if_it_is_the_one_that_was_installed(tmp_path, written, found):
    wheel = tmp_path / "美 a.whl"
    wheel.write_bytes(b"wheel")
    (tmp_path / "x.dist-info").mkdir()
    if written:
        text = json.dumps(written).replace("WHEEL", wheel.as_uri()).replace("GONE", f"{wheel.as_uri()}2.whl")
        text = text.replace("DIGEST", sha256(b"wheel").hexdigest())
        (tmp_path / "x.dist-info/direct_url.json").write_text(text, encoding="utf-8")
    at = installed_from(PathDistribution(tmp_path / "x.dist-info"))
    assert (at.is_from_index, at.wheel and at.wheel.name) == (found.is_from_index, found.wheel and found.wheel.name)
