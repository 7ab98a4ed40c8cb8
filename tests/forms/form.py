"""The edit form in the browser, used as a person does: by what is written there."""

from __future__ import annotations

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait


class Form:
    """The form that is open in ``driver``, or a part of it: a list's item."""

    def __init__(self, driver, part=None):
        self.driver = driver
        self.part = part

    def until(self, sees, what="what was expected"):
        """What ``sees`` returns as soon as it is something; errors of a page that is being drawn are none."""
        return WebDriverWait(self.driver, 30, 0.05, ignored_exceptions=[Exception]).until(lambda _: sees(), what)

    def field(self, label):
        """The field under a label, the innermost box that holds both."""
        path = f".//label[starts-with(normalize-space(.), '{label}')]/ancestor::div[contains(@aria-label, ' field')][1]"
        return self.until(lambda: (self.part or self.driver).find_element(By.XPATH, path), label)

    def input(self, label):
        """Where one types."""
        return self.field(label).find_element(By.CSS_SELECTOR, "input, textarea")

    def write(self, label, text):
        """Type a text in place of what is there."""
        self.until(lambda: self._typed(label, Keys.CONTROL, "a") and self._typed(label, text), label)

    def _typed(self, label, *keys):
        self.input(label).send_keys(*keys)
        return True

    def pick(self, label, words):
        """Look for a name in a pick list, and take the first that is found."""
        self.until(lambda: self._typed(label, words), label)
        self.until(lambda: words in self.field(label).find_element(By.CSS_SELECTOR, "[role=option]").text, words)
        self.until(lambda: self._typed(label, Keys.ENTER), label)

    def upload(self, label, file):
        """Choose a file of this machine for a field."""
        box = "input[type=file]"
        self.until(lambda: self.field(label).find_element(By.CSS_SELECTOR, box).send_keys(str(file)) or True, label)

    def unfold(self, label):
        """Open a list, so that its items are seen."""
        for button in self.field(label).find_elements(
            By.CSS_SELECTOR, "[data-testid=expand-button][aria-label=Expand]"
        ):
            button.click()
            return

    def item(self, label, number):
        """An item of a list, opened; ``number`` from 0."""
        path = "(.//*[@aria-roledescription='sortable'])[{}]/ancestor::div[2]"
        find = lambda: self.field(label).find_element(By.XPATH, path.format(number + 1))  # noqa: E731
        self.until(lambda: self._opened(find()), f"{label} {number}")
        return Form(self.driver, self.until(find))

    def _opened(self, item):
        if not item.find_element(By.CSS_SELECTOR, "label").is_displayed():
            item.find_element(By.CSS_SELECTOR, "button").click()
        return True

    def choose(self, label, words):
        """Choose from the words that a field allows."""
        self.until(lambda: self._typed(label, words, Keys.ENTER), label)
        self.until(lambda: words in self.field(label).text, words)

    def press_save(self):
        """Save, as far as the form lets one."""
        self.press("保存")

    def save(self):
        """Save, and the note that says what came of it."""
        self.press_save()
        return self.until(lambda: self.driver.find_element(By.ID, "meidang-note").text)

    def press(self, words):
        """Click the button of these words."""
        self._click(self.part or self.driver, f".//*[self::button or @role='button'][normalize-space(.)='{words}']")

    def press_in_note(self, words):
        """Follow what the note of a save offers."""
        self._click(self.driver, f"//*[@id='meidang-note']//button[contains(., '{words}')]")

    def _click(self, inside, path):
        """Once, on what is there when it is clicked: what is drawn anew meanwhile is looked for again."""
        self.until(lambda: inside.find_element(By.XPATH, path).click() or True, path)
