"""``meidang attachments`` as people use it: look, register, notice a change, accept it; comments and order stay."""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from commands import meidang

SMALL = Path(__file__).parents[1] / "site/small"
N01 = """\
# 护士
name: 方静
department_id: K01
posts: [护士]

# 证照
credentials:
  - credential_type: doctor_practice
    number: 'X-1'  # 旧证号
    # 扫描件在下面
    scan:
      file: attachments/N01/证书 1.png
      # 正面
    valid_to: 2029-03-11
  - {credential_type: filing, number: X-2, scan: {file: attachments/N01/证书 1.png}}
# 末尾
"""


def png(colour="white"):
    Image.new("RGB", (60, 40), colour).save(out := io.BytesIO(), "PNG")
    return out.getvalue()


@pytest.fixture
def root(tmp_path):
    shutil.copytree(SMALL / "archive", tmp_path / "archive")
    (tmp_path / "archive/staff/N01.yaml").write_text(N01, encoding="utf-8")
    (tmp_path / "archive/attachments/N01").mkdir()
    (tmp_path / "archive/attachments/N01/证书 1.png").write_bytes(png())
    return tmp_path


def run(root, *options, cwd=None):
    return meidang("attachments", "--root", root, *options, cwd=cwd or root)


def record(root):
    return (root / "archive/staff/N01.yaml").read_text("utf-8")


def digest(content):
    return hashlib.sha256(content).hexdigest()


def test_the_list_says_size_state_digest_and_who_cites_each(root):
    (root / "archive/attachments/N01/旧.png").write_bytes(png())
    done = run(root)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-10:] == [
        "attachments/N01/证书 1.png",
        f"  没有登记摘要　1 KiB　60×40　摘要 {digest(png())[:12]}",
        "  引用：方静 N01：医师执业证书（archive/staff/N01.yaml:12:7）",
        "  引用：方静 N01：主诊医师备案（archive/staff/N01.yaml:15:50）",
        "",
        "没有记录引用的文件：",
        "  attachments/N01/旧.png",
        "",
        "附件 3 个：已登记 2，没有登记摘要 1；另有 1 个文件没有记录引用",
        "登记摘要：meidang attachments --register",
    ]
    assert "  已登记　24 KiB　1 页　摘要 " in done.stdout


def test_registering_keeps_comments_and_order_and_shows_what_it_wrote(root):
    done = run(root, "--register")
    sha = digest(png())
    assert (done.returncode, done.stderr) == (0, "")
    # Why: another reader might see a number.
    quoted = f"'{sha}'" if sha[0].isdigit() else sha
    assert record(root) == N01.replace("1.png\n", f"1.png\n      sha256: {quoted}\n").replace(
        "证书 1.png}}", f"证书 1.png, sha256: {quoted}}}}}"
    )
    assert f"+      sha256: {quoted}\n" in done.stdout
    assert done.stdout.endswith("已登记，改了 1 个文件。\n")
    again = run(root, "--register")
    assert (again.returncode, again.stdout) == (0, "没有要登记的，文件没有改动。\n")
    assert run(root).returncode == 0


def test_a_changed_file_is_accepted_after_it_was_looked_at(root):
    run(root, "--register")
    before, other = record(root), png("navy")
    (root / "archive/attachments/N01/证书 1.png").write_bytes(other)
    refused = run(root, "--register")
    assert refused.returncode == 1
    assert refused.stdout.endswith(
        "没有登记：附件“attachments/N01/证书 1.png”与登记时不同；"
        "打开核对过就运行 meidang attachments --accept 'archive/attachments/N01/证书 1.png'\n"
    )
    assert record(root) == before
    done = run(root, "--accept", "archive/attachments/N01/证书 1.png")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "已认可，改了 1 个文件。")
    assert record(root).replace(digest(other), "").replace('"', "") == before.replace(digest(png()), "").replace(
        '"', ""
    )
    assert run(root).returncode == 0


@pytest.mark.parametrize(
    ("given", "cwd"),
    [
        ("attachments/N01/证书 1.png", "."),
        ("证书 1.png", "."),
        ("证书 1.png", "archive/attachments/N01"),
        ("../N01/./证书 1.png", "archive/attachments/D01"),
    ],
)
def test_a_file_may_be_named_from_anywhere(root, given, cwd):
    assert run(root, "--accept", given, cwd=root / cwd).returncode == 0
    assert "sha256" in record(root)


def test_a_bare_name_that_two_files_have_is_not_guessed(root):
    (root / "archive/attachments/D01").mkdir(exist_ok=True)
    (root / "archive/attachments/D01/证书 1.png").write_bytes(png("navy"))
    (root / "archive/staff/N01.yaml").write_text(
        N01.replace("X-2, scan: {file: attachments/N01", "X-2, scan: {file: attachments/D01"), "utf-8"
    )
    done = run(root, "--accept", "证书 1.png")
    assert done.returncode == 2
    assert (
        "叫 证书 1.png 的附件不止一个（attachments/D01/证书 1.png、attachments/N01/证书 1.png），请写全路径"
        in done.stderr
    )
    done = run(root, "--accept", "没有.png")
    assert "没有记录引用 没有.png；路径照记录里的写，例如 attachments/D01/执业证书.pdf；" in done.stderr


def test_what_would_not_pass_is_not_taken(root):
    place = root / "archive/attachments/N01/证书 1.png"
    place.write_bytes(png()[:-30])
    for options in (["--register"], ["--accept", str(place)]):
        done = run(root, *options)
        assert done.returncode == 1
        assert "附件“attachments/N01/证书 1.png”不完整，后面的内容缺失，多半没有传完；重新拷贝" in done.stdout
        assert record(root) == N01
    assert run(root, "--accept", "archive/attachments/D01/别的.pdf").returncode == 2
    assert run(root, "--register", "--accept", "x").returncode == 2


def test_of_a_record_in_one_line_nothing_private_is_shown(root):
    one = "{credential_type: nurse_practice, number: '110105198804121238', scan: {file: attachments/N01/证书 1.png}}"
    text = f"name: 方静\ndepartment_id: K01\ncredentials:\n  - {one}\n"
    (root / "archive/staff/N01.yaml").write_text(text, encoding="utf-8")
    done = run(root, "--register")
    assert "110105198804121238" not in done.stdout
    assert digest(png()) in done.stdout
    assert "110105198804121238" in record(root)


def test_windows_line_ends_and_a_mark_at_the_start_stay(root):
    (root / "archive/staff/N01.yaml").write_bytes(b"\xef\xbb\xbf" + N01.replace("\n", "\r\n").encode())
    assert run(root, "--register").returncode == 0
    raw = (root / "archive/staff/N01.yaml").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf#")
    assert raw.count(b"\n") == raw.count(b"\r\n") == N01.count("\n") + 1


def test_records_that_cannot_be_read_are_said_to_be_left_out(root):
    (root / "archive/staff/N02.yaml").write_text("naem: x\n", encoding="utf-8")
    (root / "archive/attachments/N02.png").write_bytes(png())
    for options in ([], ["--register"]):
        done = run(root, *options)
        assert done.returncode == 1
        assert done.stdout.endswith(
            "1 个文件读不进来，其中引用的附件没有列入；请先运行 meidang check 改正：\n  archive/staff/N02.yaml\n"
        )
        assert "没有记录引用" not in done.stdout
    assert "sha256" in record(root)
