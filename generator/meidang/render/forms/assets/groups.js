// Decap's lists and groups, made to say what an item is, to ask before one goes, and to let go of a group that is left
// empty.

import { whenRegistered } from './upkeep.js';

// The lists that are on the page, by the ids under which Decap tells what is in them where they are.
const lists = new Map();

// The item around a field, of the innermost list; undefined where there is none. `parents`: the field's `parentIds`.
export function itemAround(parents = []) {
  const place = parents.findLastIndex((id) => lists.has(id));
  const list = lists.get(parents[place]);
  return list?.props.value?.get(list.state.keys.indexOf(parents[place + 1]));
}

export function tellingItems(ListControl) {
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

    componentDidMount() {
      super.componentDidMount?.();
      lists.set(this.props.forID, this);
      if (this.props.field.get('name') !== 'revisions') return;
      this.forget = whenRegistered(({ on, change }) => {
        if (change !== null) this.addItem(this.props.field.clear().merge({ ...(change && { change }), changed_on: on, done_on: on, ...this.owner() }));
      });
    }

    // Who keeps the record is who answers for the change.
    owner() {
      const department = (this.props.getEntry?.() ?? this.props.entry)?.getIn(['data', 'owner_dept']);
      return department ? { owner_dept: department } : {};
    }

    componentWillUnmount() {
      super.componentWillUnmount?.();
      lists.delete(this.props.forID);
      this.forget?.();
    }

    componentDidUpdate(...given) {
      super.componentDidUpdate?.(...given);
      standsForItself(this);
    }

    objectLabel(item) {
      const told = this.props.field.get('told');
      if (!told || !item?.get) return super.objectLabel(item);
      const words = told.toJS().map((name) => shown(this.props.field.get('fields'), name, item.get(name))).filter(Boolean);
      return words.join('　') || '（还没有填）';
    }
  };
}

// Decap takes a part that is added inside a list or a group for the whole, and what is beside it is never validated again.
function standsForItself(control) {
  control.props.controlRef?.(control);
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

export function lettingGo(ObjectControl) {
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

    componentDidUpdate(...given) {
      super.componentDidUpdate?.(...given);
      standsForItself(this);
    }
  };
}

function isBlank(value) {
  if (value === undefined || value === null || value === '') return true;
  const inner = value.toJS ? value.toJS() : value;
  return typeof inner === 'object' && Object.values(inner).every(isBlank);
}
