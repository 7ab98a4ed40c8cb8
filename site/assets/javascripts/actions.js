// Buttons that only work with a script, so only the script shows them: print the page, copy a text.
"use strict";
(() => {
  const show = (selector, act) => {
    for (const button of document.querySelectorAll(selector)) {
      button.hidden = false;
      button.addEventListener("click", () => act(button));
    }
  };

  // Why not navigator.clipboard alone: over plain http it is not there.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };

  show("[data-print]", () => window.print());
  show("[data-copy]", async (button) => {
    /* Pressed again while it says so, it goes back to its own words all the same. */
    const words = (button.dataset.words ||= button.textContent);
    button.textContent = (await copy(button.dataset.copy)) ? "已复制" : "没有复制成功，请用打印";
    setTimeout(() => {
      button.textContent = words;
    }, 2000);
  });
})();
