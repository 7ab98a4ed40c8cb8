"""Chromium without a window and a small web server, for tests that look at pages as people do."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.support.wait import WebDriverWait

from tools import require_tool


@contextmanager
def chromium(*arguments, size="1300,900", scripts=True):
    """A browser that keeps what its pages say and ask for; ``arguments`` are Chromium's own."""
    options = webdriver.ChromeOptions()
    options.binary_location = require_tool("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={size}", *arguments):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(require_tool("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def until(driver, seen):
    """What ``seen(driver)`` sees at last, on a machine however busy; what is replaced while it is read is read again."""
    return WebDriverWait(driver, 60, 0.05, [StaleElementReferenceException]).until(seen)


class Quiet(SimpleHTTPRequestHandler):
    """A static host that says nothing of what it was asked."""

    def log_message(self, *arguments):
        """Say nothing."""


@contextmanager
def serving(handler):
    """The address, with its slash, at which a handler answers on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def served(folder, handler=Quiet):
    """The address, with its slash, at which a folder is served over http."""
    return serving(partial(handler, directory=str(folder)))
