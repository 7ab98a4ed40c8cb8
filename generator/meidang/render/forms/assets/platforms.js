// What a platform's backend does differently here: it asks nobody but the platform, what it saves goes to review in
// Chinese words, and nothing goes to the main branch around that.

import { withPullRequests } from './forgejo.js';

export const BODY = '由网站的填写表单提交。合并前请看检查结果，以及这次改动意味着什么。';
const TO_REVIEW = 'pending_review';
const ONLY_WITH_A_RECORD = '附件请在记录的表单里选，和记录一起保存；要删除的，请告诉评审办';

// Decap makes one backend for a page.
let backend = null;

export function preparePlatforms(CMS) {
  for (const [name, adapt] of [['github', reviewed], ['gitlab', reviewed], ['gitea', (inner) => withPullRequests(inner, BODY)]]) {
    const registered = CMS.getBackend(name);
    const make = registered.init;
    registered.init = (config, options) => {
      backend = guarded(adapt(make(config, options)));
      return backend;
    };
  }
}

// An attachment of the archive as it lies on the platform.
export async function attachmentOf(path) {
  return (await backend.getMediaFile(path)).file;
}

// Why status: Decap asks a page of the platform's maker whether it is up. Why not alone: a file that is put there or
// deleted without a record would go to the main branch, and nobody would see it first.
function guarded(inner) {
  inner.status = async () => ({ auth: { status: true }, api: { status: true, statusPage: '' } });
  inner.persistMedia = refuse;
  inner.deleteFiles = refuse;
  const leave = inner.logout?.bind(inner);
  inner.logout = async () => {
    forget();
    return leave?.();
  };
  return inner;
}

// Who comes next to a shared computer shall find neither drafts nor what Decap kept of the records.
function forget() {
  Object.keys(window.localStorage).filter((key) => /^(decap|netlify)-cms/.test(key)).forEach((key) => window.localStorage.removeItem(key));
  const opening = window.indexedDB.open('localforage');
  opening.onsuccess = () => {
    const kept = opening.result;
    const names = [...kept.objectStoreNames];
    if (names.length) for (const name of names) kept.transaction(name, 'readwrite').objectStore(name).clear();
    kept.close();
  };
}

async function refuse() {
  throw new Error(ONLY_WITH_A_RECORD);
}

// A change that is saved waits for review; Decap calls it a draft, and its body is in English.
function reviewed(inner) {
  const persist = inner.persistEntry.bind(inner);
  inner.persistEntry = (entry, options) => {
    speakInRequests(inner.api);
    return persist(entry, options.unpublished ? options : { ...options, status: TO_REVIEW });
  };
  return inner;
}

function speakInRequests(api) {
  if (api.createPR) {
    api.createPR = async (title, branch) => api.request(`${api.originRepoURL}/pulls`, { method: 'POST',
      body: JSON.stringify({ title, body: BODY, head: await api.getHeadReference(branch), base: api.branch }) });
  } else {
    api.createMergeRequest = (branch, title, status) => api.requestJSON({ method: 'POST', url: `${api.repoURL}/merge_requests`,
      params: { source_branch: branch, target_branch: api.branch, title, description: BODY,
        labels: `${api.cmsLabelPrefix}${status}`, remove_source_branch: true } });
  }
}
