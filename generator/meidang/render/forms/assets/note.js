// The box that stands until it is read: what came of saving, or why nothing was saved. Decap shows one line for a few
// seconds. Loaded before everything else, for whoever has something to say: window.MEIDANG_NOTE.
(() => {
  'use strict';

  const COLOURS = { done: '#1a7f37', heed: '#b35900', wrong: '#b42318' };
  let note = null;

  function hide() {
    note?.remove();
    note = null;
    document.body?.classList.remove('md-noted');
    // Decap's own line, which says less, waits behind the box.
    document.querySelectorAll('.Toastify__close-button').forEach((button) => button.click());
  }

  // `tone`: done, heed (saved, but look at it) or wrong (nothing was saved). `lists`: [heading, items]; an item is a
  // sentence, or has `text` and what `go` does when it is pressed. `offer`: such an item with a `lead`, which stands above
  // them, where nobody has to scroll for it. `page`: where the saved record is shown.
  function show({ title, text, tone, offer, lists, page }) {
    hide();
    note = element('section', '', { borderColor: COLOURS[tone] });
    note.id = 'meidang-note';
    note.setAttribute('role', tone === 'wrong' ? 'alert' : 'status');
    note.tabIndex = -1;
    note.addEventListener('keydown', ({ key }) => key === 'Escape' && hide());
    note.append(element('h2', title, { color: COLOURS[tone] }), element('p', text));
    if (offer) note.append(offered(offer));
    for (const [head, items] of lists) {
      if (!items?.length) continue;
      if (head) note.append(element('h3', head));
      const list = element('ul', '');
      list.append(...items.map(line));
      note.append(list);
    }
    note.append(foot(tone, page));
    document.body.append(note);
    document.body.classList.add('md-noted');
    // Who saved with the keys would find it behind everything else; who already writes on is not interrupted.
    if (tone === 'wrong' || !document.activeElement?.matches('input, textarea, select')) note.focus({ preventScroll: true });
  }

  function line(item) {
    if (typeof item === 'string') return element('li', item);
    const made = element('li', '');
    made.append(button(item));
    return made;
  }

  function offered(offer) {
    const made = element('div', '');
    made.className = 'md-offer';
    made.append(element('p', offer.lead), button(offer));
    return made;
  }

  function button({ text, go }) {
    const made = element('button', text);
    made.type = 'button';
    made.addEventListener('click', go);
    return made;
  }

  function foot(tone, page) {
    const made = element('footer', '');
    if (page) {
      const link = element('a', '看这一页');
      link.href = page;
      made.append(link);
    }
    made.append(button({ text: tone === 'wrong' ? '回去修改' : '知道了', go: hide }));
    return made;
  }

  function element(name, text, style) {
    const made = document.createElement(name);
    made.textContent = text;
    Object.assign(made.style, style);
    return made;
  }

  window.MEIDANG_NOTE = { show, hide };
})();
