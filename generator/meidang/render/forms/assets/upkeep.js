// 更新日期 and 变更登记 of the record that is open (requirement S1-15), filled in when somebody says so: whether a slip was
// mended or something has changed, only the person knows.

const EVENT = 'md-register';

// In the institution's zone, wherever the browser is.
export const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

// `on`: the day; `updated`: whether 更新日期 becomes it; `change`: what a new line of 变更登记 says, null for no line.
export function registerChange(detail) {
  window.dispatchEvent(new CustomEvent(EVENT, { detail }));
}

// `hears` is told of each; what this returns ends that.
export function whenRegistered(hears) {
  const listener = ({ detail }) => hears(detail);
  window.addEventListener(EVENT, listener);
  return () => window.removeEventListener(EVENT, listener);
}
