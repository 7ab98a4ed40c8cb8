// Makes Decap CMS ours: formats that keep comments, widgets for our types, Chinese throughout, platforms; then starts it.

import { formatOf, openable } from './format.js';
import { registerWidgets } from './widgets.js';
import { speakChinese } from './chinese.js';
import { preparePlatforms } from './platforms.js';
import { isLedger, newId } from './ids.js';
import { saveAtOnce, unfoldByBar } from './saving.js';

const { CMS, MEIDANG_FORMS: FORMS } = window;

function registerFormats() {
  for (const kind of FORMS.formats) {
    const named = isLedger(kind.name.replace('meidang-', '')) ? { ...kind, called: calledLedger } : kind;
    CMS.registerCustomFormat(kind.name, kind.extension, openable(formatOf(named)));
  }
  CMS.registerCustomFormat(FORMS.tableFormat, 'yaml', openable(tables()));
}

// Department and period, as people say them.
function calledLedger({ department_id: id, period }) {
  const [, name] = (FORMS.picks.department ?? []).find(([one]) => one === id) ?? [];
  return `${period ?? ''}　${id ? name || id : '全院'}`;
}

// The single files share a collection, and with it a format; which of them is saved is known by its keys.
function tables() {
  const kinds = FORMS.formats.filter((kind) => FORMS.tables.includes(kind.name.replace('meidang-', '')));
  return {
    fromFile: formatOf(kinds[0]).fromFile,
    toFile: (data, keys) => {
      const kind = kinds.find((one) => one.shape.order.join() === keys.join());
      return formatOf(kind).toFile(data);
    },
  };
}

// A new ledger's file is called after its department and period.
function nameNewRecords() {
  CMS.registerEventListener({
    name: 'preSave',
    handler: ({ entry }) => {
      const data = entry.get('data');
      return entry.get('newRecord') ? data.set('__id', newId(entry.get('collection'), data)) : data;
    },
  });
}

// What the widgets say of what is not saved yet is past then.
function tellWhenSaved() {
  CMS.registerEventListener({ name: 'postSave', handler: () => { window.dispatchEvent(new Event('md-saved')); } });
}

registerFormats();
registerWidgets(CMS, window.h, window.createClass);
speakChinese(CMS);
preparePlatforms(CMS);
nameNewRecords();
saveAtOnce();
unfoldByBar();
tellWhenSaved();
document.body.classList.toggle('md-reviewed', FORMS.config.publish_mode === 'editorial_workflow');
// The pages lie beside the forms; each record leads to its own.
if (window.isSecureContext) CMS.init({ config: { ...FORMS.config, site_url: new URL('..', window.location.href).href } });
