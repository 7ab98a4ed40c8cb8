"""The wheel is enough: built from the source distribution, it works outside the checkout."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tools import require_tool

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that ``python -m build`` makes of the source distribution, so both hold what they must."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-P", "-m", "build", "--no-isolation", "--outdir", folder, CHECKOUT]
    run(*command, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A Python that has the wheel, and sees this environment's dependencies but not the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    run(*command, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    packages = next(folder.glob("lib/python*/site-packages"))
    # Of a folder named in a .pth file no .pth file is read: the editable install stays out of sight.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return python


def run(*arguments: str | Path, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(arguments, cwd=cwd, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def committed(folder: str) -> set[str]:
    """The committed files below a folder of the checkout."""
    return set(filter(None, run(require_tool("git"), "ls-files", "-z", folder, cwd=CHECKOUT).split("\0")))


def test_it_carries_every_word_template_and_nothing_else_of_templates(wheel):
    shipped = {name for name in names(wheel) if name.startswith("meidang/_shipped/templates/")}
    assert shipped == {f"meidang/_shipped/{name}" for name in committed("templates") if name.endswith(".docx")}
    assert shipped


def test_it_carries_the_site_sources(wheel):
    shipped = {f"meidang/_shipped/{name}" for name in committed("site")}
    assert shipped
    assert shipped <= names(wheel)


def test_it_carries_every_module(wheel):
    modules = {name.removeprefix("generator/") for name in committed("generator")}
    assert modules <= names(wheel)


def test_it_carries_no_bytecode_and_no_lock_file_of_an_editor(wheel):
    assert not [name for name in names(wheel) if name.endswith(".pyc") or "/~$" in name]


def test_it_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        message = Parser().parsestr(archive.read(metadata).decode())
    assert message["License-Expression"] == "Apache-2.0"
    assert message["Requires-Python"] == ">=3.11"
    assert {"pypandoc-binary", "python-docx"} <= {
        requirement.partition(">")[0].partition("<")[0] for requirement in message.get_all("Requires-Dist")
    }


def test_the_command_works_outside_the_checkout(installed, tmp_path):
    assert "meidang" in run(installed.with_name("meidang"), "--help", cwd=tmp_path)


def test_the_modules_are_those_of_the_wheel(installed, tmp_path):
    found = run(installed, "-c", "import meidang; print(meidang.__file__)", cwd=tmp_path)
    assert Path(found.strip()).is_relative_to(installed.parents[1])


def test_templates_and_site_are_found_outside_the_checkout(installed, tmp_path):
    program = (
        "from pathlib import Path; from meidang.project import Project\n"
        "project = Project(Path.cwd()); print(project.templates, project.site, sep='\\n')"
    )
    for folder in run(installed, "-c", program, cwd=tmp_path).splitlines():
        assert Path(folder).is_dir()
        assert Path(folder).is_relative_to(installed.parents[1])


def test_mkdocs_finds_the_plugin(installed, tmp_path):
    program = (
        "from importlib.metadata import entry_points\n"
        "point, = entry_points(group='mkdocs.plugins', name='meidang'); point.load(); print(point.value)"
    )
    assert run(installed, "-c", program, cwd=tmp_path).strip() == "meidang.mkdocs_plugin:MeidangPlugin"
