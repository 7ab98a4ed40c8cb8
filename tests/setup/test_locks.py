"""The locks name exact versions with hashes and no index; pyproject.toml names everything that is imported."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import metadata, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
LOCKS = ("build", "run", "dev")
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

PIN = re.compile(r"([a-zA-Z0-9._-]+)==([^ ;]+)((?: --hash=sha256:[0-9a-f]{64})+)")


def logical_lines(name: str) -> list[str]:
    """The lock's lines without comments, continued ones joined."""
    text = (CHECKOUT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    return [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(name: str) -> dict[str, str]:
    """Package -> version."""
    return {canonicalize_name(match[1]): match[2] for match in map(PIN.fullmatch, logical_lines(name)) if match}


def distributions(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(requirement).name) for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_exact_versions_with_hashes_and_nothing_else(lock):
    assert [line for line in logical_lines(lock) if not PIN.fullmatch(line)] == []
    assert pins(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_place(lock):
    text = (CHECKOUT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    assert re.findall(r"--(?:extra-)?index-url|--find-links|--trusted-host|://|(?<![\w.-])/\w+", text) == []


def test_the_locks_agree():
    for inner in ("build", "run"):
        outer = pins("dev")
        assert {name: outer.get(name, version) for name, version in pins(inner).items()} == pins(inner)


def test_every_declared_dependency_is_locked():
    assert distributions(PROJECT["dependencies"]) <= set(pins("run"))
    assert distributions(PROJECT["optional-dependencies"]["dev"]) <= set(pins("dev"))


def test_locked_versions_are_those_that_pyproject_asks_for():
    for requirement in map(Requirement, PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]):
        assert pins("dev")[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.parametrize("python", ["3.11.0", "3.12.0", "3.13.0", "3.14.0"])
def test_locked_versions_install_on_every_python_that_we_promise(python):
    wanted = {name: SpecifierSet(metadata(name)["Requires-Python"] or "") for name in pins("dev")}
    assert {name: str(asked) for name, asked in wanted.items() if python not in asked} == {}


def imported(folder: str) -> set[str]:
    """The top-level names that the Python files below a folder import."""
    modules = set()
    for path in (CHECKOUT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes(), path)):
            if isinstance(node, ast.Import):
                modules.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(node.module)
    return {module.partition(".")[0] for module in modules} - sys.stdlib_module_names


@pytest.mark.parametrize(
    ("folder", "extras"),
    [("generator", ("cluster", "notify")), ("templates", ()), ("benchmarks", ("dev",)), ("tests", ("dev",))],
)
def test_every_import_is_a_declared_dependency(folder, extras):
    declared = distributions(
        PROJECT["dependencies"] + [name for extra in extras for name in PROJECT["optional-dependencies"][extra]]
    )
    providers = packages_distributions()
    ours = {"meidang"} | {path.stem for path in (CHECKOUT / folder).rglob("*")}
    undeclared = {
        module
        for module in imported(folder) - ours
        if not declared & {canonicalize_name(name) for name in providers.get(module, ())}
    }
    assert undeclared == set()
