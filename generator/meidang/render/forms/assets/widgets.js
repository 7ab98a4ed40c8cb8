// Widgets for the archive's own types, in place of and beside Decap's.

import { attachment } from './attachment.js';
import { picker } from './picker.js';
import { dateWidget } from './dates.js';
import { failed } from './failed.js';
import { lettingGo, tellingItems } from './groups.js';
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
          placeholder: like(kind), onChange: (event) => onChange(event.target.value.trim()) });
      }
      const id = entry.get('newRecord') ? newId(kind, entry.get('data')) || '填好科室和期间后自动得出' : entry.get('slug');
      const broken = entry.getIn(['data', BROKEN]);
      return h('output', { id: forID, className: `${classNameWrapper} md-said` }, id,
        broken && h('p', { className: 'md-warning', role: 'alert' }, broken));
    },
  });
}

// What ids of a kind look like.
function like(kind) {
  const id = window.MEIDANG_FORMS.ids[kind]?.at(-1);
  return id ? `像 ${id} 那样` : '字母开头，例如 A01';
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
      return failed(wrong && `“${wrong}”应为${form.get(1)}`);
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
