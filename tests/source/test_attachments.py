"""Files that records name: every refusal, to the letter and at the field; through the whole check, as people meet it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import shutil
import socket
import struct
import subprocess
import sys
from binascii import crc32
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from meidang.pipeline import check
from meidang.project import Project
from meidang.source import opening
from meidang.source.decoder import Decoder
from meidang.source.problems import Code

CODES = {code.value for code in Code if code.name.startswith("ATTACHMENT_")}


def saved(form, size=(8, 8), **options):
    """A picture, or a PDF of one page, as bytes."""
    Image.new("RGB", size, "white").save(out := io.BytesIO(), form, **options)
    return out.getvalue()


PDF = saved("PDF")
#: Where ``record`` writes the field.
PLACE = "archive/staff/D01.yaml:5:18"
UNKNOWN = ("SRC026", "SRC027")


@pytest.fixture
def root(tmp_path):
    (tmp_path / "archive" / "staff").mkdir(parents=True)
    (tmp_path / "archive" / "attachments" / "D01").mkdir(parents=True)
    return tmp_path


def put(root, path, content=PDF):
    file = root / "archive" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def record(root, *names, person="D01"):
    rows = "".join(f"  - credential_type: practice\n    scan: {{file: {name}}}\n" for name in names)
    text = f"name: 何砚\ndepartment_id: hr\ncredentials:\n{rows}"
    (root / f"archive/staff/{person}.yaml").write_text(text, encoding="utf-8")


def found(root, *names, quiet=UNKNOWN):
    """What is said of the names, and of files that lie where they should not; nothing of digests if ``quiet``."""
    if names:
        record(root, *names)
    checked = check(Project(root), today=dt.date(2026, 6, 30))
    findings = [one for one in checked.findings if one.code.startswith("SRC") and one.code not in quiet]
    assert all(one.record == "staff/D01" for one in findings if one.code in CODES - {"SRC027"})
    return [f"{one.location} {one.code} {one.message} → {one.fix}" for one in findings]


@pytest.mark.parametrize(
    "name", ["attachments/D01/执业证书.pdf", "attachments/营业执照 副本 (1).pdf", "attachments/a/b/c/d/e.PDF"]
)
def test_a_sound_file_is_taken(root, name):
    put(root, name)
    assert found(root, name) == []


def test_what_is_wrong_with_the_content_is_said_at_the_field(root):
    header = b"IHDR" + struct.pack(">IIBBBBB", 7_820, 7_801, 8, 2, 0, 0, 0)
    put(root, "attachments/a.png", b"\x89PNG\r\n\x1a\n\0\0\0\r" + header + struct.pack(">I", crc32(header)))
    put(root, "attachments/a.pdf", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    put(root, "attachments/b.pdf", b"<html>")
    assert found(root, "attachments/a.png", "attachments/a.pdf", "attachments/b.pdf") == [
        f"{PLACE} SRC022 附件“attachments/a.png”有 6100 万像素，超过 6000 万 → 缩小后重新放入；扫描件 300 dpi 足够",
        "archive/staff/D01.yaml:7:18 SRC024 附件“attachments/a.pdf”只是 Git LFS 的占位文件，内容没有取回 → 运行 git lfs pull 取回内容",
        "archive/staff/D01.yaml:9:18 SRC023 附件“attachments/b.pdf”的内容不是 PDF → 能打开就另存为这种格式，打不开就重新扫描或索取",
    ]


def test_a_file_over_20_mib_is_refused_and_not_read(root):
    with put(root, "attachments/a.pdf").open("r+b") as file:
        file.truncate(20 * 1024 * 1024)
    assert [line.split(" → ")[0] for line in found(root, "attachments/a.pdf")] == [
        f"{PLACE} SRC023 附件“attachments/a.pdf”不完整，后面的内容缺失，多半没有传完"
    ]
    with put(root, "attachments/a.pdf").open("r+b") as file:
        file.truncate(3 * 1024**4)
    assert found(root) == [
        f"{PLACE} SRC022 附件“attachments/a.pdf”有 3145728.0 MiB，超过 20 MiB → 压缩或拆成几个文件；扫描件 300 dpi 足够"
    ]


@pytest.mark.parametrize(
    ("name", "folder", "step"),
    [
        ("attachments/D01/b.pdf", "archive/attachments/D01", "b.pdf"),
        ("attachments/D02/a.pdf", "archive/attachments", "D02"),
        ("attachments/aa/../a.pdf", None, None),
        ("scans/a.pdf", "archive", "scans"),
        ("attachments/" + "长" * 60 + ".pdf", "archive/attachments", "长" * 40 + "…"),
    ],
)
def test_a_file_that_is_not_there_is_refused_with_the_folder_where_it_should_be(root, name, folder, step):
    put(root, "attachments/D01/a.pdf")
    shown = name if len(name) <= 40 else name[:40] + "…"
    says = f"{PLACE} SRC019 附件“{shown}”不存在：{folder} 里没有“{step}” → 把文件放到那里，或改正这里的路径"
    # A path that the field's own pattern refuses never comes so far.
    assert found(root, name) == ([says] if folder else [])


@pytest.mark.parametrize(
    ("name", "here", "there"),
    [
        ("attachments/D01/scan.pdf", "scan.pdf", "Scan.PDF"),
        ("attachments/d01/Scan.PDF", "d01", "D01"),
        ("Attachments/D01/Scan.PDF", "Attachments", "attachments"),
        ("attachments/D01/caf\u00e9.pdf", "caf\u00e9.pdf", "cafe\u0301.pdf"),
    ],
)
def test_another_case_or_form_than_on_the_disk_is_refused(root, name, here, there):
    put(root, "attachments/D01/Scan.PDF")
    put(root, "attachments/D01/cafe\u0301.pdf")
    assert found(root, name) == [
        f"{PLACE} SRC020 附件“{name}”的大小写或写法与磁盘上不同：磁盘上是“{there}” → 这里的“{here}”照磁盘上的写，或给文件改名"
    ]


LINK = "符号链接（快捷方式）"


def test_a_link_is_refused_where_it_lies_and_where_it_is_named(root):
    put(root, "attachments/D01/a.pdf")
    (root / "archive/attachments/b.pdf").symlink_to("D01/a.pdf")
    assert found(root, "attachments/b.pdf") == [
        f"archive/attachments/b.pdf SRC001 不是普通文件，而是{LINK} → 换成普通文件",
        f"{PLACE} SRC021 附件“attachments/b.pdf”不是普通文件，而是{LINK} → 换成普通文件",
    ]


def test_a_link_on_the_way_is_refused_and_not_followed(root):
    put(root, "attachments/D01/a.pdf")
    (root / "archive/attachments/D02").symlink_to("D01")
    assert found(root, "attachments/D02/a.pdf") == [
        f"archive/attachments/D02 SRC001 不是真正的文件夹，而是{LINK} → 换成真正的文件夹",
        f"{PLACE} SRC021 附件“attachments/D02/a.pdf”路上的“D02”不是目录，而是{LINK} → 换成普通目录",
    ]


def test_a_file_on_the_way_and_a_folder_at_its_end_are_refused(root):
    put(root, "attachments/D02")
    (root / "archive/attachments/b.pdf").mkdir()
    assert found(root, "attachments/D02/a.pdf", "attachments/b.pdf") == [
        f"{PLACE} SRC021 附件“attachments/D02/a.pdf”路上的“D02”不是目录，而是文件 → 换成普通目录",
        f"{PLACE[:-4]}7:18 SRC021 附件“attachments/b.pdf”不是普通文件，而是目录 → 换成普通文件",
    ]


def test_a_socket_is_refused(root, monkeypatch):
    monkeypatch.chdir(root / "archive/attachments")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.pdf")
        says = "不是普通文件，而是套接字 → 换成普通文件"
        assert found(root, "attachments/s.pdf") == [
            f"archive/attachments/s.pdf SRC001 {says}",
            f"{PLACE} SRC021 附件“attachments/s.pdf”{says}",
        ]


def test_a_pipe_is_refused_and_never_waited_for(root):
    os.mkfifo(root / "archive/attachments/f.pdf")
    record(root, "attachments/f.pdf")
    command = [sys.executable, "-m", "meidang", "check", "--root", str(root), "--format", "text"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "附件“attachments/f.pdf”不是普通文件，而是管道" in done.stdout


def test_a_file_without_permission_is_refused(root, monkeypatch):
    put(root, "attachments/a.pdf")
    opened = os.open

    def refuse(name, flags, *, dir_fd=None):
        # Why not chmod: tests may run as root, who may read everything.
        if name == "a.pdf":
            raise PermissionError(13, "Permission denied")
        return opened(name, flags, dir_fd=dir_fd)

    monkeypatch.setattr(opening.os, "open", refuse)
    assert found(root, "attachments/a.pdf") == [
        f"{PLACE} SRC021 附件“attachments/a.pdf”打不开：没有读取权限 → 为当前用户加上读取权限"
    ]


def test_a_way_without_end_is_refused_before_it_is_gone(root):
    name = "attachments/" + "x/" * 12_000 + "a.pdf"
    (says,) = found(root, name)
    assert says == f"{PLACE} SRC022 附件“{name[:40]}…”套得超过 20 层目录 → 把文件移到外层目录"


def test_every_field_that_names_a_file_is_looked_at_wherever_it_stands(root):
    record(root, "attachments/a.pdf", "attachments/a.pdf")
    with (root / "archive/staff/D01.yaml").open("a", encoding="utf-8") as file:
        file.write("papers:\n  - paper_title: 一\n    journal_or_project: 二\n    file: {file: attachments/b.docx}\n")
    assert [line.split(" ")[0] for line in found(root)] == [f"archive/staff/D01.yaml:{line}:18" for line in (5, 7, 11)]


SMALL = Path(__file__).parents[1] / "site/small/archive"


def test_attachments_that_no_record_names_are_told(tmp_path):
    shutil.copytree(SMALL, tmp_path / "archive")
    for name in ("D01/证书 副本.pdf", "D01/表.xlsx", "旧/x.bak", "policies/preop/flow.png", "policies/gone/flow.png"):
        put(tmp_path, f"attachments/{name}", b"?")
    for name in (".DS_Store", "D01/Thumbs.db", "D01/~$a.docx"):
        put(tmp_path, f"attachments/{name}", b"?")
    said = [line.split(" → ") for line in found(tmp_path, quiet=())]
    assert [line for line, _ in said] == [
        f"archive/attachments/{name} SRC027 没有记录引用这个附件"
        for name in ("D01/表.xlsx", "D01/证书 副本.pdf", "policies/gone/flow.png", "旧/x.bak")
    ]
    assert (
        said[0][1]
        == "写进用得着它的记录，例如证照的「扫描件」（scan）里，「文件」（file）写 attachments/D01/表.xlsx；用不着的删除"
    )
    # A broken record may name any of them.
    (tmp_path / "archive/staff/D02.yaml").write_text("naem: x\n", encoding="utf-8")
    assert found(tmp_path, quiet=()) == []


def test_names_among_attachments_are_looked_at_all_the_same(root):
    put(root, "attachments/D01/a.pdf")
    put(root, "attachments/D01/A.pdf")
    put(root, "attachments/D01/D07.yaml", b"name: x\n")
    Path(root / "archive/attachments/D01/z\u202efdp.exe").write_bytes(b"")
    assert [line.split(" → ")[0] for line in found(root)] == [
        "archive/attachments/D01/D07.yaml SRC002 不在任何一类记录的位置，不会被读入",
        "archive/attachments/D01/a.pdf SRC003 与“A.pdf”只差大小写或写法，在别的电脑上是同一个文件",
        "archive/attachments/D01/z\\u202efdp.exe SRC002 文件名里有看不见或无法显示的字符",
    ]


# --- digests ---------------------------------------------------------------------------------------------------------


def registered(root, name, digest):
    rows = f"  - credential_type: practice\n    scan:\n      file: {name}\n      sha256: '{digest}'\n"
    text = f"name: 何砚\ndepartment_id: hr\ncredentials:\n{rows}"
    (root / "archive/staff/D01.yaml").write_text(text, encoding="utf-8")


def test_a_file_without_a_digest_is_told(root):
    put(root, "attachments/a.pdf")
    checked_line = (
        f"{PLACE} SRC026 附件“attachments/a.pdf”没有登记摘要，日后被换掉看不出来 → 运行 meidang attachments --register"
    )
    assert found(root, "attachments/a.pdf", quiet=()) == [checked_line]


def test_a_file_that_is_as_it_was_registered_is_not_opened(root, monkeypatch):
    content = put(root, "attachments/a.pdf").read_bytes()
    registered(root, "attachments/a.pdf", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(Decoder, "look", None)
    assert found(root, quiet=()) == []


def test_a_file_that_has_changed_is_told_with_its_new_digest_and_the_command(root):
    new = hashlib.sha256(put(root, "attachments/D01/证书 1.pdf").read_bytes()).hexdigest()
    registered(root, "attachments/D01/证书 1.pdf", "0" * 64)
    assert found(root, quiet=()) == [
        f"archive/staff/D01.yaml:7:15 SRC025 附件“attachments/D01/证书 1.pdf”与登记时不同，现在的摘要是 {new} → 打开核对；换得对就运行 meidang attachments --accept 'archive/attachments/D01/证书 1.pdf'，换错了就从 Git 恢复原来的文件"
    ]


# --- what is opened --------------------------------------------------------------------------------------------------

DAMAGED = "已损坏，打开后读不完整 → 用看图软件或 PDF 阅读器打开后另存，打不开就重新扫描或索取"


def of_pages(number):
    """A PDF of so many empty pages."""
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(number):
        pdf.new_page(100, 100)
    pdf.save(out := io.BytesIO())
    return out.getvalue()


def locked():
    """A PDF that asks for a password: the standard handler with made-up keys."""
    keys = b"/O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b">"
    crypt = b"<< /Filter /Standard /V 1 /R 2 /P -4 " + keys + b" >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>", crypt]
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + trailer % len(body)


def spoilt(content, start, length):
    return content[:start] + bytes(length) + content[start + length :]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.png", spoilt(saved("PNG", (300, 300)), 60, 40), f"SRC023 附件“attachments/a.png”{DAMAGED}"),
        ("a.jpg", saved("JPEG", (300, 300))[:300] + b"\xff\xd9", f"SRC023 附件“attachments/a.jpg”{DAMAGED}"),
        ("a.pdf", b"%PDF-1.7\nnothing\n%%EOF", f"SRC023 附件“attachments/a.pdf”{DAMAGED}"),
        (
            "a.pdf",
            of_pages(5_000),
            "SRC022 附件“attachments/a.pdf”有 5000 页，超过 500 页 → 只放与评审有关的几页，其余另存",
        ),
        (
            "a.pdf",
            locked(),
            "SRC023 附件“attachments/a.pdf”有密码，打不开 → 用 PDF 阅读器输入密码打开，再“打印为 PDF”存一份没有密码的",
        ),
    ],
    ids=["spoilt", "short", "nothing", "long", "locked"],
)
def test_a_file_without_a_digest_is_opened_and_must_be_whole(root, name, content, says):
    put(root, f"attachments/{name}", content)
    assert found(root, f"attachments/{name}") == [f"{PLACE} {says}"]


def test_a_file_that_crashes_the_process_hurts_no_other(root):
    decoder = Decoder()
    # Why a signal: no file is known that crashes today's libraries.
    assert decoder.look("a.pdf", PDF, whole=True) == "1 页"
    decoder._process.kill()
    decoder._process.wait()
    assert "崩溃" in decoder.look("a.pdf", PDF, whole=True).words
    assert decoder.look("a.pdf", PDF, whole=True) == "1 页"
    decoder.close()


def test_a_file_that_takes_too_long_is_given_up(root):
    decoder = Decoder(seconds=0.0001)
    fault = decoder.look("a.pdf", PDF, whole=True)
    assert fault.words == "打开超过 0.0001 秒还没有读完"
    decoder.close()


def test_a_check_without_attachments_loads_nothing_that_opens_them(root):
    code = (
        "import sys, datetime, pathlib; from meidang.pipeline import check; from meidang.project import Project;"
        f"check(Project(pathlib.Path({str(root)!r})), today=datetime.date(2026, 6, 30));"
        "print([name for name in ('PIL', 'pypdfium2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_no_descriptor_is_left_open(root):
    put(root, "attachments/D01/a.pdf")
    names = ("attachments/D01/a.pdf", "attachments/D01/a.pdf/b.pdf", "attachments/c.pdf")
    found(root, *names)
    before = len(list(Path("/proc/self/fd").iterdir()))
    found(root, *names)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
