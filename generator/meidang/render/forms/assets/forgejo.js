// Forgejo and Gitea: Decap writes straight to the main branch there; here every record that is saved becomes a branch and
// a pull request, and saving it again adds to them.

const TITLE_MOST = 200;

// A branch for each record. Without slashes: the platform's addresses of trees take none in the name of a branch.
export function branchOf(path) {
  return `forms-${path.replace(/^archive\//, '').replace(/\.[a-z]+$/, '').replaceAll('/', '-')}`;
}

// `body`: what a pull request says.
export function withPullRequests(inner, body) {
  const readPublished = inner.getEntry.bind(inner);

  inner.getEntry = async (path) => {
    const open = await openRequest(inner.api, path);
    if (!open) return readPublished(path);
    const data = await inner.api.readFile(path, null, { branch: open.head.ref });
    return { file: { path, id: null }, data };
  };

  inner.persistEntry = async (entry, { commitMessage }) => {
    const { path } = entry.dataFiles[0];
    const files = [...entry.assets, ...entry.dataFiles];
    const open = await openRequest(inner.api, path);
    if (open) return commit(inner.api, files, commitMessage, { branch: open.head.ref });
    const branch = await freeBranch(inner.api, branchOf(path));
    await commit(inner.api, files, commitMessage, { branch: inner.branch, new_branch: branch });
    return post(inner.api, '/pulls', { base: inner.branch, head: branch, title: commitMessage.slice(0, TITLE_MOST), body });
  };

  return inner;
}

async function openRequest(api, path) {
  const name = branchOf(path);
  const open = await api.request(`${api.repoURL}/pulls`, { params: { state: 'open', sort: 'recentupdate', limit: 50 } });
  return open.find((one) => one.head.ref === name || one.head.ref.startsWith(`${name}--`));
}

// A branch that was merged may still be there.
async function freeBranch(api, name, count = 1) {
  const tried = count === 1 ? name : `${name}--${count}`;
  const isThere = await api.request(`${api.repoURL}/branches/${tried}`).then(() => true, (error) => {
    if (error.status === 404) return false;
    throw error;
  });
  return isThere ? freeBranch(api, name, count + 1) : tried;
}

async function commit(api, files, message, where) {
  const operations = await api.getChangeFileOperations(files, where.branch);
  return post(api, '/contents', { ...where, files: operations, message });
}

function post(api, way, body) {
  return api.request(`${api.repoURL}${way}`, { method: 'POST', body: JSON.stringify(body) });
}
