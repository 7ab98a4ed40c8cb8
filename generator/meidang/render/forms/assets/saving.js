// 保存 saves at once: Decap opens a menu behind it, whose other ways save and make a copy. And where it saves nothing,
// because of fields that may be far out of sight, a box names each and leads to it.

const SAVE = '[class*="ToolbarContainer"] [aria-haspopup="true"][class*="PublishButton"]';
const REVIEWED = '[class*="ToolbarContainer"] [class*="SaveButton"]';
const WRONG = '[class*="ControlErrorsList"] li';
const FIELD = '[class*="ControlContainer"]';
const ITEM = '[class*="SortableListItem"]';
// Until the fields have said what is wrong with them.
const SOON = 100;

export function saveAtOnce() {
  document.addEventListener('click', ({ target }) => {
    if (target.closest?.(SAVE)) chooseSave();
    else if (target.closest?.(REVIEWED)) tellSoon();
  });
  // With the keys Decap opens its menu without a click.
  document.addEventListener('keydown', ({ target, key }) => {
    if (['Enter', ' '].includes(key) && target.closest?.(SAVE)) chooseSave();
  });
  // A new record that was saved gets another address; what is told of it stays.
  window.addEventListener('hashchange', () => document.querySelector('#meidang-note[role="alert"]') && window.MEIDANG_NOTE.hide());
}

function chooseSave() {
  setTimeout(() => {
    document.querySelector('[role="menuitem"]')?.click();
    tellSoon();
  });
}

function tellSoon() {
  window.MEIDANG_NOTE.hide();
  setTimeout(tell, SOON);
}

function tell() {
  const wrong = [...document.querySelectorAll(WRONG)].map((said) => ({ said: said.textContent, field: said.closest(FIELD) }));
  if (!wrong.length) return;
  window.MEIDANG_NOTE.show({
    title: `没有保存：${wrong.length} 处要改`,
    text: '点一处就到那里。都改好以后，再点一次保存。',
    tone: 'wrong',
    lists: [['', wrong.map(({ said, field }) => ({ text: `${wayTo(field)}：${said}`, go: () => goTo(field) }))]],
  });
  crossOff(wrong.map(({ field }) => field));
}

// What was changed is no more to be done: Decap takes its error away. Whether it is right now, the next saving says.
function crossOff(fields) {
  const note = document.getElementById('meidang-note');
  const [title, text] = note.querySelectorAll('h2, p');
  const lines = [...note.querySelectorAll('li')];
  const watch = new MutationObserver(() => {
    if (!note.isConnected) {
      watch.disconnect();
      return;
    }
    fields.forEach((field, place) => { if (!isWrong(field)) lines[place].remove(); });
    const left = note.querySelectorAll('li').length;
    title.textContent = left ? `没有保存：${left} 处要改` : '还没有保存';
    if (left) return;
    text.textContent = '标出的地方都改过了，请再点一次保存。';
    note.querySelector('footer button').textContent = '知道了';
  });
  watch.observe(document.getElementById('nc-root'), { childList: true, subtree: true });
}

// An item that was taken out is wrong no more.
const isWrong = (field) => field.isConnected && [...field.querySelectorAll(WRONG)].some((said) => said.closest(FIELD) === field);

// 证照与资质第 2 项，有效期至
function wayTo(field) {
  return fieldsAround(field).map((one, place, all) => `${labelOf(one)}${numberIn(one, all[place + 1])}`).join('，');
}

// The field itself and the groups and lists that it is in, from the outermost.
function fieldsAround(field) {
  const above = field.parentElement.closest(FIELD);
  return above ? [...fieldsAround(above), field] : [field];
}

function labelOf(field) {
  const label = field.querySelector(':scope > [class*="ControlTopbar"] label');
  return label?.firstChild?.textContent.trim() ?? '';
}

function numberIn(list, inner) {
  const item = inner?.closest(ITEM);
  if (!item || item.closest(FIELD) !== list) return '';
  return `第 ${[...item.parentElement.children].filter((one) => one.matches(ITEM)).indexOf(item) + 1} 项`;
}

function goTo(field) {
  for (const one of fieldsAround(field)) {
    const item = one.closest(ITEM);
    if (item && isFolded(item)) foldOf(item).click();
    const closed = one.querySelector('[data-testid="expand-button"][aria-label="Expand"]');
    if (one !== field && closed?.closest(FIELD) === one && one.getAttribute('aria-label') === 'object field') closed.click();
  }
  setTimeout(() => {
    field.scrollIntoView({ block: 'start' });
    field.querySelector('input, textarea, select')?.focus({ preventScroll: true });
  }, SOON);
}

// --- the items of a list ---------------------------------------------------------------------------------------------

const BAR = '[class*="StyledListItemTopBar"], [class*="NestedObjectLabel"]';

const foldOf = (item) => item.querySelector('[class*="StyledListItemTopBar"] > button');
const isFolded = (item) => Boolean(item.querySelector(':scope > [class*="NestedObjectLabel"]')?.offsetHeight);

// Decap unfolds by its small arrow only; the whole bar does, and what the item is called below it.
export function unfoldByBar() {
  document.addEventListener('click', ({ target }) => {
    const bar = target.closest?.(BAR);
    if (bar && !target.closest('button, [role="button"]')) foldOf(bar.closest(ITEM))?.click();
  });
}
