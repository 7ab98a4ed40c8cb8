// Widgets for the archive's own types; and Decap's lists and groups, made to say what an item is and to let go of a group
// that is left empty.

import { attachment } from './attachment.js';
import { picker } from './picker.js';
import { BROKEN } from './format.js';
import { isLedger, newId, wrongId } from './ids.js';

export function registerWidgets(CMS, h, createClass) {
  const parts = { h, createClass };
  CMS.registerWidget('md-id', idWidget(parts));
  CMS.registerWidget('md-date', dateWidget(parts));
  CMS.registerWidget('md-lines', linesWidget(parts));
  CMS.registerWidget('md-ref', picker(parts));
  CMS.registerWidget('md-file', attachment(parts));
  for (const [name, change] of [['list', tellingItems], ['object', lettingGo]]) {
    const { control, preview, schema } = CMS.getWidget(name);
    CMS.registerWidget(name, change(control), preview, schema);
  }
}

// --- Decap's lists and groups ----------------------------------------------------------------------------------------

function tellingItems(ListControl) {
  return class extends ListControl {
    constructor(props) {
      super(props);
      const { addItem, handleRemove } = this;
      this.addItem = (item) => {
        addItem(item);
        setTimeout(() => showLast(this.props.forID));
      };
      this.handleRemove = (place, event) => {
        const item = this.props.value?.get(place);
        if (isBlank(item) || window.confirm(question(this.props.field, this.objectLabel(item)))) handleRemove(place, event);
        else event.preventDefault();
      };
    }

    objectLabel(item) {
      const told = this.props.field.get('told');
      if (!told || !item?.get) return super.objectLabel(item);
      const words = told.toJS().map((name) => shown(this.props.field.get('fields'), name, item.get(name))).filter(Boolean);
      return words.join('　') || '（还没有填）';
    }
  };
}

// A new item stands below all others, often out of sight.
function showLast(id) {
  const items = document.querySelectorAll(`#${CSS.escape(id)} > div > [class*="SortableListItem"]`);
  [...items].at(-1)?.scrollIntoView({ block: 'start' });
}

// The × lies where a finger slips; what stands in an item may be a certificate.
function question(field, called) {
  return `要删去${field.get('label')}里的“${called}”吗？\n点“保存”以后才真的删去；还没保存时，不保存就离开可以找回。`;
}

// A value in people's words: of a reference the name, of a choice its label.
function shown(fields, name, value) {
  if (value === undefined || value === null || value === '') return '';
  const field = fields.find((one) => one.get('name') === name);
  const picks = window.MEIDANG_FORMS.picks[field?.get('kind')] ?? [];
  const option = field?.get('options')?.find((one) => one?.get && one.get('value') === value);
  return picks.find(([id]) => id === value)?.[1] || option?.get('label') || String(value);
}

function lettingGo(ObjectControl) {
  return class extends ObjectControl {
    constructor(props) {
      super(props);
      const { validate } = this;
      this.validate = () => {
        if (this.props.field.get('required') !== false || !isBlank(this.props.value)) return validate();
        for (const child of Object.values(this.childRefs)) child?.props?.onValidate?.([]);
        return undefined;
      };
    }
  };
}

function isBlank(value) {
  if (value === undefined || value === null || value === '') return true;
  const inner = value.toJS ? value.toJS() : value;
  return typeof inner === 'object' && Object.values(inner).every(isBlank);
}

// --- our own ---------------------------------------------------------------------------------------------------------

export const failed = (message) => (message ? { error: { type: 'CUSTOM', message } } : { error: false });

// What people do to the fields beside; the value is there before they reach the document.
const DONE = ['input', 'change', 'click', 'mousedown', 'keydown', 'focusout'];

function idWidget({ h, createClass }) {
  return createClass({
    shouldComponentUpdate: () => true,

    // A widget hears of no field but its own; a new ledger's name depends on two others.
    componentDidMount() {
      this.look = () => setTimeout(() => this.watches && this.forceUpdate());
      this.watches = isLedger(this.props.field.get('kind'));
      if (this.watches) DONE.forEach((name) => document.addEventListener(name, this.look));
    },

    componentWillUnmount() {
      this.watches = false;
      DONE.forEach((name) => document.removeEventListener(name, this.look));
    },

    entry() {
      return this.props.getEntry?.() ?? this.props.entry;
    },

    // What must be there: of a record that is there already, and of a ledger, nobody types it.
    getValidateValue() {
      const entry = this.entry();
      return entry.get('newRecord') ? newId(this.props.field.get('kind'), entry.get('data')) : entry.get('slug');
    },

    isValid() {
      const entry = this.entry();
      const isNew = Boolean(entry.get('newRecord'));
      const broken = entry.getIn(['data', BROKEN]);
      return failed(broken || wrongId(this.props.field.get('kind'), entry.get('data'), entry.get('slug'), isNew));
    },

    render() {
      const { forID, value, onChange, classNameWrapper, field } = this.props;
      const entry = this.entry();
      const kind = field.get('kind');
      if (entry.get('newRecord') && !isLedger(kind)) {
        return h('input', { id: forID, type: 'text', className: classNameWrapper, value: value ?? '', spellCheck: false,
          placeholder: '例如 N20', onChange: (event) => onChange(event.target.value.trim()) });
      }
      const id = entry.get('newRecord') ? newId(kind, entry.get('data')) || '填好科室和期间后自动得出' : entry.get('slug');
      const broken = entry.getIn(['data', BROKEN]);
      return h('output', { id: forID, className: `${classNameWrapper} md-said` }, id,
        broken && h('p', { className: 'md-warning', role: 'alert' }, broken));
    },
  });
}

const WRITTEN = { date: /^\d{4}-\d\d-\d\d$/, 'datetime-local': /^\d{4}-\d\d-\d\dT\d\d:\d\d$/, month: /^\d{4}-\d\d$/ };
const NEVER = '长期';

function dateWidget({ h, createClass }) {
  return createClass({
    render() {
      const { forID, value, onChange, classNameWrapper, field } = this.props;
      const isExpiry = field.get('input') === 'expiry';
      const type = isExpiry ? 'date' : field.get('input');
      const isNever = isExpiry && value === NEVER;
      // A slip in the file is shown as it stands there, so that it can be mended.
      const isOdd = value && !isNever && !WRITTEN[type].test(value);
      const input = h('input', { id: forID, key: 'day', type: isOdd ? 'text' : type, className: classNameWrapper,
        value: isNever ? '' : value ?? '', disabled: isNever, max: type === 'date' ? '2200-12-31' : undefined,
        onChange: (event) => onChange(event.target.value) });
      if (!isExpiry) return input;
      const never = h('label', { key: 'never', className: 'md-never' },
        h('input', { type: 'checkbox', checked: isNever, onChange: (event) => onChange(event.target.checked ? NEVER : '') }), NEVER);
      return h('div', { className: 'md-row' }, input, never);
    },
  });
}

function linesWidget({ h, createClass }) {
  return createClass({
    getInitialState() {
      return { text: items(this.props.value).join('\n') };
    },

    // What was typed stays as it is (a line just begun is empty), unless the value was changed by others.
    text() {
      const { text } = this.state;
      return lines(text).join('\n') === items(this.props.value).join('\n') ? text : items(this.props.value).join('\n');
    },

    isValid() {
      const form = this.props.field.get('form');
      const wrong = form && items(this.props.value).find((one) => !new RegExp(form.get(0)).test(one));
      return failed(wrong && `“${this.props.field.get('label')}”里的“${wrong}”应为${form.get(1)}`);
    },

    render() {
      const text = this.text();
      return h('textarea', { id: this.props.forID, className: this.props.classNameWrapper, value: text,
        rows: Math.min(Math.max(text.split('\n').length + 1, 2), 12), placeholder: '每行写一项',
        onChange: (event) => {
          this.setState({ text: event.target.value });
          this.props.onChange(lines(event.target.value));
        } });
    },
  });
}

const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);

export function items(value) {
  if (!value) return [];
  return (value.toJS ? value.toJS() : [].concat(value)).map(String);
}
