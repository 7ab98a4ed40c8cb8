// A file of a record: one that the archive has, or a new one, which is uploaded with the record. The value is its path
// below archive/ and the SHA-256 by which the archive knows it again.

import { failed } from './failed.js';
import { itemAround } from './groups.js';
import { kindOf } from './ids.js';
import { attachmentOf } from './platforms.js';

const MIB = 1024 * 1024;
// Digests of the archive's files that were picked since the page was opened, by name.
const digests = new Map();
// The same of what was uploaded for the record that is open; with it Decap forgets them.
const uploaded = new Map();
// Names that were ever given to a file since then.
const given = new Set();
window.addEventListener('hashchange', () => uploaded.clear());

const forms = () => window.MEIDANG_FORMS;
const group = (value) => (!value ? {} : value.toJS ? value.toJS() : { ...value });
const ending = (name) => (name.includes('.') ? name.split('.').at(-1).toLowerCase() : '');

// Why a file is not taken; empty where it is.
export function refusal(name, size) {
  const unsuited = forms().unsuited[`.${ending(name)}`];
  if (unsuited) return `不收 ${unsuited[0]}：${unsuited[1]}`;
  const { taken, most } = forms();
  if (!taken.includes(ending(name))) return '只收 PDF、JPG、PNG、docx 和 md 文件';
  if (size > most) return `文件有 ${(size / MIB).toFixed(1)} MiB，超过 ${most / MIB} MiB；扫描时降低分辨率，或分成几个文件`;
  return size ? '' : '文件是空的';
}

// A name of letters, digits and Han; Decap lower-cases what is uploaded, so ours is lower-case from the start.
export function cleanName(name) {
  const stem = name.slice(0, name.length - ending(name).length - 1).toLowerCase();
  const kept = stem.normalize('NFC').replace(/[^\p{Script=Han}a-z0-9_-]+/gu, '-').replace(/^-+|-+$/g, '').replace(/-{2,}/g, '-');
  return `${kept.slice(0, 60) || 'file'}.${ending(name)}`;
}

// Whose the certificate is and which, as `meidang renew` calls its scan; of anything else what it was called before.
export function calledAfter(entry, item, name) {
  const type = item?.get?.('credential_type');
  const [, words] = forms().picks.credential_types?.find(([id]) => id === type) ?? [];
  if (!words) return name;
  if (forms().tables.includes(kindOf(entry))) return `${words}.${ending(name)}`;
  const id = entry.get('newRecord') ? entry.getIn(['data', '__id']) : entry.get('slug');
  return id ? `${id}-${words}.${ending(name)}` : name;
}

async function digest(file) {
  const bytes = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// A name that no other file of the archive has.
function freeName(folder, name, sha256) {
  const isTaken = (one) => forms().files.some((path) => path.toLowerCase() === `${folder}/${one}`.toLowerCase())
    || (given.has(`${folder}/${one}`) && uploaded.get(`${folder}/${one}`) !== sha256);
  const [stem, last] = [name.slice(0, name.lastIndexOf('.')), ending(name)];
  return isTaken(name) ? `${stem}-${sha256.slice(0, 8)}.${last}` : name;
}

function folderOf(collection) {
  const named = forms().config.collections.find((one) => one.name === collection);
  return named.public_folder;
}

export function attachment({ h, createClass }) {
  return createClass({
    getInitialState: () => ({ said: '', isWrong: false, isBusy: false, isWaiting: false }),

    shouldComponentUpdate: () => true,

    componentDidMount() {
      this.settle = () => this.state.isWaiting && this.setState({ said: '', isWaiting: false });
      window.addEventListener('md-saved', this.settle);
    },

    componentWillUnmount() {
      window.removeEventListener('md-saved', this.settle);
    },

    isValid() {
      const { file } = group(this.props.value);
      if (this.state.isBusy) return failed('文件还在读取，请稍等再保存');
      const wrong = file && refusal(file, 1);
      return failed(wrong);
    },

    change(changes) {
      const next = { ...group(this.props.value), ...changes };
      this.props.onChange(next.file ? next : {});
    },

    async upload(event) {
      const [file] = event.target.files;
      event.target.value = '';
      if (!file) return;
      const wrong = refusal(file.name, file.size);
      if (wrong) {
        this.warn(`“${file.name}”没有上传：${wrong}`);
        return;
      }
      this.setState({ isBusy: true, said: '' });
      try {
        this.change(await this.sent(file));
        this.setState({ said: `已选“${file.name}”，和本页一起保存`, isWrong: false, isWaiting: true });
      } catch (error) {
        this.warn(`“${file.name}”没有上传：${error.message}`);
      } finally {
        this.setState({ isBusy: false });
      }
    },

    // A new file, handed to Decap for when the record is saved; the value that names it.
    async sent(file) {
      const sha256 = await digest(file);
      const entry = this.props.getEntry?.() ?? this.props.entry;
      const folder = folderOf(entry.get('collection'));
      const name = freeName(folder, cleanName(calledAfter(entry, itemAround(this.props.parentIds), file.name)), sha256);
      const path = `${folder}/${name}`;
      if (uploaded.get(path) !== sha256) {
        await this.props.onPersistMedia(new File([file], name, { type: file.type }), { field: this.props.field });
        uploaded.set(path, sha256);
        given.add(path);
      }
      return { file: path, sha256 };
    },

    warn(said) {
      this.setState({ said, isWrong: true, isWaiting: false });
    },

    // Another file has another digest; of one that the archive has it is made of the file itself.
    async pick(typed) {
      const path = typed.trim();
      this.change({ file: path, sha256: uploaded.get(path) ?? digests.get(path) ?? '' });
      this.setState({ said: '' });
      // The trial's server registers it with the record.
      if (forms().local || uploaded.has(path) || digests.has(path) || !forms().files.includes(path)) return;
      this.setState({ isBusy: true, said: `正在读取“${path}”…`, isWrong: false });
      const sha256 = await attachmentOf(`archive/${path}`).then(digest).catch(() => '');
      if (sha256) digests.set(path, sha256);
      // Meanwhile something else may have been chosen.
      if (group(this.props.value).file === path) {
        this.change({ file: path, sha256 });
        this.warn(sha256 ? '' : `没能读取“${path}”，保存后请评审办登记一次（meidang attachments --register）`);
      }
      this.setState({ isBusy: false });
    },

    labelled(words, key, control) {
      return h('label', { key, className: 'md-labelled' }, h('span', {}, words), control);
    },

    render() {
      const { forID, classNameWrapper, field } = this.props;
      const value = group(this.props.value);
      const choices = field.get('choices')?.toJS() ?? [];
      const list = `${forID}-files`;
      return h('div', { className: `${classNameWrapper} md-file` },
        this.labelled('档案里的文件', 'file', h('input', { id: forID, type: 'text', list, value: value.file ?? '', spellCheck: false,
          placeholder: '输入几个字查找，或上传新文件', onChange: (event) => this.pick(event.target.value) })),
        h('datalist', { id: list, key: 'list' }, forms().files.map((path) => h('option', { key: path, value: path }))),
        h('label', { key: 'new', className: 'md-button' }, this.state.isBusy ? '请稍等…' : '上传新文件',
          h('input', { type: 'file', accept: forms().taken.map((one) => `.${one}`).join(), onChange: this.upload })),
        value.file && this.labelled('上网站', 'shown', h('select', { value: value.shown_in ?? '',
          onChange: (event) => this.change({ shown_in: event.target.value }) },
        h('option', { value: '' }, '不上网站'), choices.map((one) => h('option', { key: one, value: one }, one)))),
        value.file && this.labelled('备注', 'note', h('input', { type: 'text', value: value.note ?? '',
          onChange: (event) => this.change({ note: event.target.value }) })),
        value.file && h('button', { key: 'drop', type: 'button', className: 'md-drop', onClick: () => this.props.onChange({}) }, '不要这个文件'),
        this.state.said && h('p', { key: 'said', className: this.state.isWrong ? 'md-warning' : 'md-done', role: 'status' }, this.state.said));
    },
  });
}
