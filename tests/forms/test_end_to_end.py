"""A nurse renews her licence: from her page to the form, saved, checked, and back on the page. In Chromium."""

from __future__ import annotations

import signal
from contextlib import redirect_stdout
from io import StringIO

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import chromium
from forms.form import Form
from forms.hospital import NURSE, RECORD, files_of, made_at, scan
from forms.running import running
from meidang.cli import main

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return made_at(tmp_path_factory.mktemp("forms") / "hospital")


@pytest.fixture(scope="module")
def forms(root):
    with running(root, "--as-of", "2026-06-30") as server:
        yield server


@pytest.fixture(scope="module")
def browser(forms):
    """Come in by the address that the terminal shows."""
    with chromium("--lang=zh-CN", size="1300,1400") as driver:
        driver.get(forms.address)
        yield driver


@pytest.fixture
def opened(forms, browser):
    """Open the form of a record (``staff/entries/N02``), or of a new one. The form."""

    def open_form(fragment):
        browser.get("about:blank")
        browser.get(f"{forms.origin}/forms/index.html#/collections/{fragment}")
        return Form(browser)

    return open_form


def meidang(root, *arguments):
    """Run a command in this process: its exit code, and what it said."""
    with redirect_stdout(StringIO()) as said:
        code = main([*arguments, "--root", str(root)])
    return code, said.getvalue()


def check(root):
    """The lines of a check, and whether there is a data error."""
    _, said = meidang(root, "check", "--as-of", "2026-06-30")
    return said.splitlines(), "数据错误" in said


def is_laid_out(root, path):
    """Whether ``meidang fmt`` leaves a file alone."""
    return meidang(root, "fmt", "--check", str(root / path))[0] == 0


def changed_lines(before, after):
    """The lines that went, and those that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def in_sight(browser, element):
    """Whether the top of an element stands in the window."""
    top = browser.execute_script("return arguments[0].getBoundingClientRect().top", element)
    return 0 <= top < browser.execute_script("return window.innerHeight")


def test_a_nurse_renews_her_licence_and_adds_a_certificate(root, forms, browser, tmp_path):
    before, _ = check(root)
    assert any("护士执业证书已于 2026-05-19 过期" in line for line in before)
    picture = tmp_path / "执业证书.jpg"
    picture.write_bytes(scan())
    photo = tmp_path / "照片.heic"
    photo.write_bytes(b"no matter")

    browser.get(f"{forms.origin}/staff/N02.html")
    browser.find_element(By.PARTIAL_LINK_TEXT, "编辑").click()
    form = Form(browser)
    form.until(lambda: form.input("姓名").get_attribute("value") == "白芷")
    form.write("责任部门", "护理部")
    form.unfold("证照与资质")
    licence = form.item("证照与资质", 0)
    licence.write("有效期至", "2031年5月19日")
    licence.upload("扫描件", photo)
    licence.until(lambda: "“照片.heic”没有上传：不收 HEIC 照片" in licence.field("扫描件").text)
    licence.upload("扫描件", picture)
    licence.until(lambda: "一起保存" in licence.field("扫描件").text)
    form.press("新增证照与资质")
    form.until(lambda: in_sight(browser, form.item("证照与资质", 1).part), "the new item")
    added = form.item("证照与资质", 1)
    added.pick("证照类型", "心肺复苏培训证")
    added.write("编号", "CPR-2026-07")
    added.write("有效期至", "20280331")
    note = form.save()
    told = (
        "「有效期至」2026-05-19 → 2031-05-19",
        "「证照与资质」新增：心肺复苏培训证",
        "护士执业证书已于 2026-05-19 过期",
    )
    assert [one for one in ("已保存", *told) if one not in note] == []
    form.until(lambda: "一起保存" not in licence.field("扫描件").text, "nothing waits any more")
    toasts = lambda: browser.find_elements(By.CSS_SELECTOR, ".Toastify__toast")  # noqa: E731
    form.until(lambda: not [one for one in toasts() if one.is_displayed()], "no line of Decap's beside the note")

    # That something has changed is registered, if she says so.
    form.press_in_note("「变更登记」")
    form.until(lambda: form.input("更新日期").get_attribute("value") == "2026-06-30", "the day")
    line = form.item("变更登记", 0)
    change = "护士执业证书换证，有效期至 2031-05-19；新增心肺复苏培训证，有效期至 2028-03-31 等 3 处"
    assert line.input("变更内容").get_attribute("value") == change
    assert line.input("责任职能部门").get_attribute("value") == "护理部"
    assert "「变更登记」新增" in form.save()

    # Only what was edited has changed, remarks are there, and the file has the one layout.
    text = (root / NURSE).read_text(encoding="utf-8")
    gone, come = changed_lines(RECORD, text)
    assert (gone, "staff/n02-护士执业证书.jpg" in text) == (["    valid_to: 2026-05-19"], True)
    assert [line.split(":")[0].strip(" -") for line in come] == [
        "valid_to", "scan", "file", "sha256", "credential_type", "number", "valid_to",
        "owner_dept", "updated_on", "revisions", "change", "changed_on", "done_on", "owner_dept",
    ]  # fmt: skip
    found, has_errors = check(root)
    assert not has_errors
    assert not any("护士执业证书已于" in line for line in found)
    assert [line for line in found if NURSE in line and line not in before and "摘要" in line] == []
    assert is_laid_out(root, NURSE)

    # Her page says so, at once.
    browser.find_element(By.LINK_TEXT, "看这一页").click()
    form.until(lambda: "CPR-2026-07" in browser.find_element(By.TAG_NAME, "main").text, "her page")
    assert browser.current_url == f"{forms.origin}/staff/N02.html"
    assert "2031-05-19" in browser.find_element(By.TAG_NAME, "main").text


def test_on_the_own_machine_nobody_is_told_that_others_look_at_it_first(forms, browser):
    browser.get(f"{forms.origin}/filling.html")
    said = Form(browser).until(lambda: browser.find_element(By.TAG_NAME, "main").text)
    assert "保存就直接写进档案文件" in said
    assert "先交给人审核" not in said


def test_what_cannot_be_is_said_in_the_form_and_nothing_is_written(root, opened, browser):
    before = files_of(root)
    form = opened("staff/entries/N02")
    form.write("兼职科室", "K99")
    form.input("姓名").click()
    note = form.save()
    assert "没有保存" in note
    assert "“K99”在科室里不存在" in note
    assert files_of(root) == before


def test_what_is_left_out_is_said_at_once_and_the_box_leads_there(root, opened, browser):
    before = files_of(root)
    form = opened("staff/entries/N02")
    form.write("姓名", Keys.BACKSPACE)
    form.press("新增证照与资质")
    added = form.item("证照与资质", len(items_of(form, "证照与资质")) - 1)
    browser.execute_script("document.activeElement.blur()")
    bar = bar_of(added.part)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", bar)
    ActionChains(browser).move_to_element_with_offset(bar, 100, 0).click().perform()
    form.until(lambda: not added.field("证照类型").is_displayed(), "the item, folded")

    note = form.save()
    assert note.startswith("没有保存：2 处要改")
    assert "姓名：请填写" in note
    assert f"证照与资质第 {len(items_of(form, '证照与资质'))} 项，证照类型：请填写" in note
    for words, part, label in (("证照类型", added, "证照类型"), ("姓名", form, "姓名")):
        form.press_in_note(f"{words}：")
        form.until(lambda part=part, label=label: in_sight(browser, part.input(label)), words)
        form.until(lambda part=part, label=label: browser.switch_to.active_element == part.input(label), words)

    # What she has put right is no more to be done.
    form.write("姓名", "白芷")
    form.until(lambda: "没有保存：1 处要改" in browser.find_element(By.ID, "meidang-note").text, "one less")
    assert files_of(root) == before


def items_of(form, label):
    """The items of a list."""
    return form.field(label).find_elements(By.CSS_SELECTOR, "[class*=SortableListItem]")


def bar_of(item):
    """The bar above an item: not its buttons."""
    return item.find_element(By.CSS_SELECTOR, "[class*=StyledListItemTopBar]")


def test_an_item_is_removed_only_when_that_is_confirmed(root, opened, browser):
    before = files_of(root)
    form = opened("staff/entries/N02")
    count = len(items_of(form, "晋升晋级"))

    def remove():
        bar_of(items_of(form, "晋升晋级")[0]).find_elements(By.XPATH, "./button")[-1].click()
        return browser.switch_to.alert

    asked = form.until(remove, "the question")
    assert asked.text.startswith("要删去晋升晋级里的“护师")
    asked.dismiss()
    assert len(items_of(form, "晋升晋级")) == count
    remove().accept()
    form.until(lambda: len(items_of(form, "晋升晋级")) == count - 1, "one less")
    assert files_of(root) == before
    # A whole record cannot be.
    assert not [one for one in browser.find_elements(By.CSS_SELECTOR, "button, [role=button]") if "删除" in one.text]


def test_a_new_person_and_a_new_entry_of_a_ledger(root, forms, browser, opened):
    form = opened("staff/new")
    form.write("编号", "N20")
    form.write("姓名", "苏叶")
    form.pick("科室", "美容外科")
    assert "已保存" in form.save()
    assert (root / "archive/staff/N20.yaml").read_text(encoding="utf-8").splitlines()[2:] == [
        "name: 苏叶",
        "department_id: K01",
    ]
    assert is_laid_out(root, "archive/staff/N20.yaml")

    # Whoever opens a form now can pick her.
    form = opened("training_record/new")
    form.pick("科室", "美容外科")
    form.write("期间", "2026-06")
    form.press("新增培训")
    entry = form.item("培训", 0)
    entry.write("培训日期", "2026/6/5")
    entry.choose("类别", "业务培训")
    entry.write("内容", "心肺复苏")
    entry.write("应训人数", "1")
    entry.write("实训人数", "1")
    entry.pick("参加人", "苏叶")
    note = form.save()
    assert "已保存" in note, note
    assert not check(root)[1]
    assert is_laid_out(root, "archive/ledger/training_record/K01-2026-06.yaml")

    # In the list it is called as people call it.
    browser.get(f"{forms.origin}/forms/index.html#/collections/training_record")
    form.until(lambda: "2026-06　美容外科" in browser.find_element(By.TAG_NAME, "main").text)


def test_a_file_that_cannot_be_opened_is_no_empty_form(root, opened, browser):
    file = root / "archive/research_project/R77.yaml"
    file.parent.mkdir(exist_ok=True)
    for content, said in (("- 一\n", "这个文件表单打不开"), (None, "没有这份记录")):
        if content:
            file.write_text(content, encoding="utf-8")
        form = opened("research_project/entries/R77")
        form.until(lambda: said in form.field("编号").text, said)  # noqa: B023 - called at once
        form.write("课题名称", "新课题")
        form.press_save()
        form.until(lambda: said in form.field("编号").find_element(By.CSS_SELECTOR, "ul").text, "an error")  # noqa: B023
        assert (file.read_text(encoding="utf-8") if file.exists() else None) == content
        file.unlink(missing_ok=True)


def test_with_a_row_added_inside_a_row_both_are_still_looked_at(opened, browser):
    form = opened("case/new")
    form.press("新增病例")
    row = form.item("病例", 0)
    row.write("日期", "2026-02-30")
    row.press("新增注射与用药")
    note = form.save()
    assert "病例第 1 项，日期：没有 2026-02-30，请核对" in note
    assert "病例第 1 项，注射与用药第 1 项，药品：请填写" in note


def test_the_keys_alone_save_and_close_what_came_of_it(root, opened, browser):
    form = opened("staff/entries/N02")
    form.write("职务", "护士长")
    button = form.until(lambda: browser.find_element(By.XPATH, "//*[@role='button'][normalize-space(.)='保存']"))
    browser.execute_script("arguments[0].focus()", button)
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    note = form.until(lambda: browser.find_element(By.ID, "meidang-note"))
    form.until(lambda: browser.switch_to.active_element == note, "the note, in focus")
    assert "「职务」" in note.text
    # What it offers leads back to this record: a change is not registered in another one that is open meanwhile.
    browser.execute_script("location.hash = '#/collections/staff'")
    other = "a[href*='/staff/entries/D01']"
    form.until(lambda: browser.find_element(By.CSS_SELECTOR, other).click() or True, "the list")
    form.until(lambda: form.input("姓名").get_attribute("value") not in ("", "白芷"), "another record")
    form.press_in_note("「变更登记」")
    form.until(lambda: form.input("姓名").get_attribute("value") == "白芷", "the first record")
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    form.until(lambda: not browser.find_elements(By.ID, "meidang-note"), "no note")
    assert "position: 护士长" in (root / NURSE).read_text(encoding="utf-8")


def test_ctrl_c_ends_it_and_says_that_all_is_kept(root, forms):
    """The last here: nobody is served afterwards."""
    forms.process.send_signal(signal.SIGINT)
    said, _ = forms.process.communicate(timeout=60)
    assert forms.process.returncode == 0
    assert said.endswith("已结束。保存过的内容都在 archive 里。\n")
    assert not (root / "build" / "site").exists()
