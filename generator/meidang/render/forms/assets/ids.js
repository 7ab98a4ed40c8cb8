// The names of files: of a new record what is typed, of a new ledger its department and period.

const FORM = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const HOSPITAL = 'hospital';

const forms = () => window.MEIDANG_FORMS;

export function isLedger(kind) {
  return forms().ledgers.includes(kind);
}

// The kind of the record that is open.
export function kindOf(entry) {
  const collection = entry?.get('collection');
  return collection === 'tables' ? entry.get('slug') : collection;
}

export function newId(kind, data) {
  if (!isLedger(kind)) return (data.get('__id') ?? '').trim();
  const period = (data.get('period') ?? '').trim();
  return period && `${(data.get('department_id') ?? '').trim() || HOSPITAL}-${period}`;
}

// What is wrong with the name of a record that is to be saved; empty where nothing is.
export function wrongId(kind, data, slug, isNew) {
  const id = newId(kind, data);
  if (!isNew) {
    return isLedger(kind) && id && id !== slug ? `科室和期间决定文件名（${slug}），不能在这里改；请另建一份` : '';
  }
  if (!id) return '';
  if (!FORM.test(id) && !isLedger(kind)) return '要以字母开头，只含字母、数字、- 和 _（最多 64 个）';
  const taken = forms().ids[kind]?.find((one) => one.toLowerCase() === id.toLowerCase());
  return taken ? `${taken} 已经有了，请打开它来改` : '';
}
