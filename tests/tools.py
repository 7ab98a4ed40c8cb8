"""How a test asks for a program or a font that pip does not install.

Where it is missing the test is skipped and says what to install; with ``MEIDANG_REQUIRE_TOOLS=1``, as in ``.ci/run``,
conftest.py makes a failure of every skip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

#: Program -> Debian package.
TOOLS = {
    "chromedriver": "chromium-driver",
    "chromium": "chromium",
    "fc-list": "fontconfig",
    "git": "git",
    "make": "make",
    "node": "nodejs",
    "pdffonts": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-writer",
}
#: Program -> npm package.
NODE_TOOLS = {
    "@microsoft/jest-sarif": "@microsoft/jest-sarif@1.0.0-beta.0",
    "axe-core": "axe-core@4.14.1",
    "mocha-junit-reporter": "mocha-junit-reporter@2.2.1",
    "ooxml-validate": "@ooxml-tools/validate@0.4.6",
    "yaml-language-server": "yaml-language-server@1.25.0",
}

CJK_FONT = "Noto Sans CJK SC"
#: Font family -> Debian package.
FONTS = {
    CJK_FONT: "fonts-noto-cjk",
    "Liberation Serif": "fonts-liberation",
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "WenQuanYi Zen Hei": "fonts-wqy-zenhei",
}


def require_tool(name: str) -> str:
    """The program's path; the test is skipped where it is missing. Only programs listed above."""
    advice = f"apt-get install {TOOLS[name]}" if name in TOOLS else f"npm install --global {NODE_TOOLS[name]}"
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is missing: {advice}", allow_module_level=True)
    return path


def require_node_file(package: str, name: str) -> Path:
    """A file of an npm package that has no program; found beside the programs on PATH, or installed globally."""
    beside = [Path(folder).parent for folder in os.environ["PATH"].split(os.pathsep) if folder.endswith(".bin")]
    npm = shutil.which("npm")
    if npm:
        root = subprocess.run([npm, "root", "--global"], check=True, capture_output=True, text=True).stdout
        beside.append(Path(root.strip()))
    found = next((path for folder in beside if (path := folder / package / name).is_file()), None)
    if found is None:
        pytest.skip(f"{package} is missing: npm install --global {NODE_TOOLS[package]}", allow_module_level=True)
    return found


def require_font(family: str = CJK_FONT) -> str:
    """The font family's name; the test is skipped where it is not installed, as text would come out as boxes."""
    command = [require_tool("fc-list"), f":family={family}", "family"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if not listed.strip():
        pytest.skip(f"the font {family} is missing: apt-get install {FONTS[family]}", allow_module_level=True)
    return family
