// Before Decap CMS is loaded: it shall wait for us, and leave the case of file names alone.
window.CMS_MANUAL_INIT = true;

// Why: Decap lower-cases the name of every new file with this function and offers no way around it, but N20 and 2026-Q3
// are names that the archive means. On this page nothing else needs the function (it is called once more, for the names
// of keys, which are in lower case).
String.prototype.toLocaleLowerCase = function toLocaleLowerCase() {
  return String(this);
};

// Browsers give neither digests nor random ids to a page that came over plain http, nor modules to a file: the forms
// would break in the middle of something.
if (!window.isSecureContext || window.location.protocol === 'file:') {
  window.addEventListener('DOMContentLoaded', () => {
    const said = document.createElement('p');
    said.id = 'md-insecure';
    said.textContent = '填写表单要用 https:// 开头的网站地址打开（双击打开的文件和 http:// 地址都不行）。只想试用时，请运行 meidang forms。';
    document.body.prepend(said);
  });
}
