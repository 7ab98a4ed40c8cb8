// A pick list with search: names are shown, ids are stored; an id that is not in the list may be typed, with a warning.

import { kindOf } from './ids.js';

const MOST = 50;

const listed = (kind) => window.MEIDANG_FORMS.picks[kind] ?? [];

// What can be picked in a record of `holder`, a kind: types of credentials that it can hold come first.
export function listedFor(kind, holder) {
  const own = new Set((kind === 'credential_types' && window.MEIDANG_FORMS.own[holder]) || []);
  const isOwn = ([id]) => own.has(id);
  return own.size ? [...listed(kind).filter(isOwn), ...listed(kind).filter((pick) => !isOwn(pick))] : listed(kind);
}
const asList = (value) => (!value ? [] : (value.toJS ? value.toJS() : [].concat(value)).map(String));

// Those whose id or name holds the words; those that begin with them come first.
export function found(picks, words) {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return picks;
  const rank = ([id, name]) => {
    const texts = [id.toLowerCase(), name.toLowerCase()];
    if (texts.includes(wanted)) return 0;
    if (texts.some((text) => text.startsWith(wanted))) return 1;
    return texts.some((text) => text.includes(wanted)) ? 2 : 3;
  };
  return picks.map((pick) => ({ pick, rank: rank(pick) })).filter((one) => one.rank < 3)
    .sort((one, other) => one.rank - other.rank).map((one) => one.pick);
}

export function picker({ h, createClass }) {
  return createClass({
    getInitialState: () => ({ words: '', isOpen: false, at: 0 }),

    shouldComponentUpdate: () => true,

    isMany() {
      return this.props.field.get('many');
    },

    name(id) {
      const pick = listed(this.props.field.get('kind')).find(([one]) => one === id);
      return pick?.[1] ? `${pick[1]}（${id}）` : id;
    },

    picks() {
      const kind = this.props.field.get('kind');
      return found(listedFor(kind, kindOf(this.props.getEntry?.() ?? this.props.entry)), this.state.words);
    },

    isKnown(id) {
      return listed(this.props.field.get('kind')).some(([one]) => one === id);
    },

    choose(id) {
      const chosen = asList(this.props.value);
      if (this.isMany()) this.props.onChange(chosen.includes(id) ? chosen : [...chosen, id]);
      else this.props.onChange(id);
      this.setState({ words: '', isOpen: this.isMany(), at: 0 });
    },

    drop(id) {
      const left = asList(this.props.value).filter((one) => one !== id);
      this.props.onChange(this.isMany() ? left : left[0] ?? '');
    },

    // What was typed and not chosen: the one that is called so, else an id as typed.
    leave() {
      const words = this.state.words.trim();
      const pick = words && listed(this.props.field.get('kind')).find((one) => one.includes(words));
      if (words) this.choose(pick ? pick[0] : words);
      this.setState({ isOpen: false });
    },

    pressed(event) {
      const picks = this.picks().slice(0, MOST);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) this.setState({ isOpen: true, at: Math.min(Math.max(this.state.at + step, 0), picks.length - 1) });
      else if (event.key === 'Enter' && this.state.isOpen && picks.length) this.choose(picks[this.state.at]?.[0] ?? picks[0][0]);
      else if (event.key === 'Enter') this.leave();
      else if (event.key === 'Escape') this.setState({ isOpen: false, words: '' });
      else return;
      event.preventDefault();
    },

    chip(id) {
      return h('span', { key: id, className: this.isKnown(id) ? 'md-chip' : 'md-chip md-unknown' }, this.name(id),
        h('button', { type: 'button', title: `去掉${this.name(id)}`, onClick: () => this.drop(id) }, '×'));
    },

    options(listId) {
      const all = this.picks();
      const rows = all.slice(0, MOST).map(([id, name], place) => h('li', {
        key: id, id: `${listId}-${place}`, role: 'option', 'aria-selected': place === this.state.at,
        onMouseDown: (event) => { event.preventDefault(); this.choose(id); } }, name || id, name && h('small', {}, id)));
      const more = all.length > MOST && h('li', { key: 'more', className: 'md-more' }, `还有 ${all.length - MOST} 项，请再输入几个字`);
      const none = !all.length && h('li', { key: 'none', className: 'md-more' }, '名单里没有。换几个字再找；还是没有的，请评审办先登记');
      return h('ul', { id: listId, role: 'listbox', className: 'md-options' }, rows, more, none);
    },

    render() {
      const { forID, classNameWrapper, value } = this.props;
      const chosen = asList(value);
      const unknown = chosen.filter((id) => !this.isKnown(id));
      const listId = `${forID}-list`;
      const { isOpen, words, at } = this.state;
      return h('div', { className: `${classNameWrapper} md-pick` },
        chosen.map(this.chip),
        h('input', { id: forID, type: 'text', role: 'combobox', 'aria-expanded': isOpen, 'aria-controls': listId,
          'aria-activedescendant': isOpen ? `${listId}-${at}` : undefined, autoComplete: 'off', value: words,
          placeholder: chosen.length && !this.isMany() ? '输入名称或编号来更换' : '输入名称或编号查找',
          onFocus: () => this.setState({ isOpen: true }), onBlur: this.leave, onKeyDown: this.pressed,
          onChange: (event) => this.setState({ words: event.target.value, isOpen: true, at: 0 }) }),
        isOpen && this.options(listId),
        unknown.length > 0 && h('p', { className: 'md-warning', role: 'status' },
          `名单里没有“${unknown.join('、')}”。名单是生成网站时的；刚新建的可以用，其他的请核对编号。`));
    },
  });
}
