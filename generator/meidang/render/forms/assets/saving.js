// 保存 saves at once. Decap opens a menu behind it, whose other ways save and make a copy.

const SAVE = '[class*="ToolbarContainer"] [aria-haspopup="true"][class*="PublishButton"]';

export function saveAtOnce() {
  document.addEventListener('click', (event) => {
    if (event.target.closest?.(SAVE)) setTimeout(() => document.querySelector('[role="menuitem"]')?.click());
  });
}
