// Days, months and moments, typed as the archive writes them. Why no date box of the browser's: it shows them as its own
// language does, 04/30/2026 in many. Its calendar opens from the button beside.

import { failed } from './failed.js';
import { registerChange, today, whenRegistered } from './upkeep.js';

const NEVER = '长期';
const NEVER_ALIKE = new Set([NEVER, '长期有效', '永久', '永久有效', '无期限', '终身', '终身有效', '无限期']);
const DAY = '\\s*[-/.年]\\s*(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})';
const LOOSE_DAY = `(\\d{4})(?:${DAY}\\s*日?|(\\d\\d)(\\d\\d))`;
// Why something must part the hour from a day that is not written in full: 2026-4-12:30 may be the 1st or the 12th.
const LOOSE_MOMENT = `(\\d{4})(?:${DAY}(?:\\s*日\\s*|[T\\s]+)|(\\d\\d)(\\d\\d)[T\\s]*)(\\d{1,2}):?(\\d\\d)`;
const FORMS = {
  date: { loose: new RegExp(`^${LOOSE_DAY}$`), shown: '年-月-日' },
  expiry: { loose: new RegExp(`^${LOOSE_DAY}$`), shown: '年-月-日' },
  month: { loose: /^(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*月?|(\d\d))$/, shown: '年-月' },
  'datetime-local': { loose: new RegExp(`^${LOOSE_MOMENT}$`), shown: '年-月-日 时:分' },
};

// What was typed as the archive writes it: 2026.4.30, 2026年4月30日 and 20260430 are 2026-04-30. What says no day stays.
export function written(typed, form) {
  const text = typed.normalize('NFKC').trim().replace(/[。.，,]+$/, '');
  if (form === 'expiry' && NEVER_ALIKE.has(text)) return NEVER;
  const found = FORMS[form].loose.exec(text);
  if (!found) return typed.trim();
  const [year, ...parts] = found.slice(1).filter((part) => part !== undefined).map((part) => part.padStart(2, '0'));
  if (form !== 'datetime-local') return [year, ...parts].join('-');
  const [month, day, hour, minute] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

export function dateWidget({ h, createClass }) {
  return createClass({
    componentDidMount() {
      if (this.isUpdate()) this.forget = whenRegistered(({ on, updated }) => updated && this.props.onChange(on));
    },

    componentWillUnmount() {
      this.forget?.();
    },

    isUpdate() {
      return this.props.field.get('name') === 'updated_on';
    },

    // A day that there is none of, and what is no day at all.
    isValid() {
      const { field, value } = this.props;
      const [pattern, expected] = field.get('form');
      if (!value || new RegExp(pattern).test(value)) return failed('');
      return failed(shown(FORMS[this.form()].loose.test(value) ? `没有 ${value}，请核对` : `应为${expected}`));
    },

    form() {
      return this.props.field.get('input');
    },

    // A calendar lies under the button and is never seen itself; browsers that cannot open it have no button.
    calendar() {
      const type = this.form() === 'expiry' ? 'date' : this.form();
      if (!canOpen(type)) return null;
      const { value, onChange, field } = this.props;
      return h('span', { key: 'calendar', className: 'md-calendar' },
        h('input', { type, tabIndex: -1, 'aria-hidden': true, max: type === 'date' ? '2200-12-31' : undefined,
          ref: (made) => { this.hidden = made; }, onChange: (event) => onChange(event.target.value) }),
        // Who uses the keys types the day.
        h('button', { type: 'button', tabIndex: -1, 'aria-label': `用日历选“${field.get('label')}”`, title: '用日历选',
          onClick: () => this.open(value) }, '日历'));
    },

    open(value) {
      this.hidden.value = value ?? '';
      this.hidden.showPicker();
    },

    render() {
      const { forID, value, onChange, classNameWrapper } = this.props;
      const isNever = this.form() === 'expiry' && value === NEVER;
      const input = h('input', { id: forID, key: 'day', type: 'text', inputMode: 'numeric', autoComplete: 'off', className: classNameWrapper,
        value: shown(value ?? ''), placeholder: FORMS[this.form()].shown,
        onChange: (event) => onChange(event.target.value),
        onBlur: (event) => event.target.value !== written(event.target.value, this.form()) && onChange(written(event.target.value, this.form())) });
      const never = this.form() === 'expiry' && h('label', { key: 'never', className: 'md-never' },
        h('input', { type: 'checkbox', checked: isNever, onChange: (event) => onChange(event.target.checked ? NEVER : '') }), NEVER);
      const register = this.isUpdate() && h('button', { key: 'register', type: 'button', className: 'md-button',
        onClick: () => registerChange({ on: today(), updated: true, change: '' }) }, `填今天 ${today()}，并登记一行变更`);
      return h('div', { className: 'md-row' }, input, !isNever && this.calendar(), never, register);
    },
  });
}

// A moment without its T, which people do not write.
const shown = (text) => text.replace(/(\d)T(\d)/, '$1 $2');

function canOpen(type) {
  const probe = document.createElement('input');
  probe.type = type;
  return probe.type === type && 'showPicker' in probe;
}
