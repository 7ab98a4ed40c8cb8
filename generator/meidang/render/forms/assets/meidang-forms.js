// Makes Decap CMS ours: formats that keep comments, widgets for our types, Chinese throughout, platforms; then starts it.

import { formatOf } from './format.js';
import { registerWidgets } from './widgets.js';
import { speakChinese } from './chinese.js';
import { preparePlatforms } from './forgejo.js';
import { newId } from './ids.js';

const { CMS, MEIDANG_FORMS: FORMS } = window;

function registerFormats() {
  for (const kind of FORMS.formats) CMS.registerCustomFormat(kind.name, kind.extension, formatOf(kind));
  CMS.registerCustomFormat(FORMS.tableFormat, 'yaml', tables());
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

registerFormats();
registerWidgets(CMS, window.h, window.createClass);
speakChinese(CMS);
preparePlatforms(CMS);
nameNewRecords();
// The pages lie beside the forms; each record leads to its own.
if (window.isSecureContext) CMS.init({ config: { ...FORMS.config, site_url: new URL('..', window.location.href).href } });
