// Decap's Chinese, completed and put into the words of the archive.

// On a platform somebody looks at it first; only then do the pages change.
const SAVED = window.MEIDANG_FORMS.local ? '已保存' : '已保存，等人审核；合并以后网页才更新';

const WORDS = {
  auth: { loginWithGitea: '使用 Forgejo / Gitea 登录' },
  app: {
    header: { content: '填写', workflow: '待审核', media: '附件', quickAdd: '快速新建' },
    app: { errorHeader: '表单打不开', configErrors: '设置有误', checkConfigYml: '请告诉生成网站的人，用新版的美档重新生成',
      loadingConfig: '正在打开…', waitingBackend: '正在连接…' },
  },
  collection: { collectionTop: { newButton: '新建%{collectionLabel}' }, sidebar: { collections: '档案', allCollections: '全部档案', searchAll: '查找全部…', searchIn: '查找范围' },
    entries: { noEntries: '还没有内容', cachingEntries: '正在读取…', loadingEntries: '正在读取…', longerLoading: '记录多时要等一会儿' } },
  editor: {
    editorControl: { field: { optional: '可不填' } },
    editorControlPane: { widget: { required: '请填写', regexPattern: '应为%{pattern}' } },
    editor: { confirmLoadBackup: '这一份上次有没保存完的修改，要接着改吗？', onLeavePage: '有修改还没保存，要离开吗？',
      onDeleteUnpublishedChanges: '这一份还没有合并的修改都会撤回，确定吗？',
      onDeleteUnpublishedChangesWithUnsavedChanges: '这一份还没有合并和还没有保存的修改都会撤回，确定吗？' },
    editorToolbar: { backCollection: '返回%{collectionLabel}', publish: '保存', publishNow: '保存', publishing: '正在保存…',
      published: '已保存', deployButtonLabel: '看网页', deployPreviewButtonLabel: '看网页', deployPreviewPendingButtonLabel: '看网页', publishAndCreateNew: '保存，再新建一份', publishAndDuplicate: '保存，再复制一份',
      unsavedChanges: '有修改还没保存', changesSaved: '没有要保存的修改',
      deleteUnpublishedChanges: '撤回这次修改', deleteUnpublishedEntry: '撤回这份新建',
      inReview: '等人审核', ready: '可以合并', draft: '草稿', status: '状态：%{status}' },
  },
  mediaLibrary: { mediaLibraryModal: { mediaAssets: '附件', noAssetsFound: '还没有附件', deleting: '正在删除…' },
    mediaLibrary: { onDelete: '确定要删除这个附件吗？' } },
  ui: { settingsDropdown: { logOut: '退出登录' },
    errorBoundary: { title: '出错了', details: '表单出了错，请把下面的内容发给维护网站的人。', reportIt: '' },
    toast: { missingRequiredField: '有没填或填得不对的地方，请看标红的各项', entrySaved: SAVED, entryPublished: SAVED,
      onFailToPersist: window.MEIDANG_FORMS.local ? '没有保存' : '没有保存：%{details}', onFailToPublishEntry: '没有保存：%{details}', onFailToAuth: '没有登录：%{details}',
      onBackendDown: '平台暂时连不上：%{details}' } },
  workflow: { workflow: { dateFormat: 'M 月 D 日', workflowHeading: '待审核的修改', loading: '正在读取待审核的修改…', newPost: '新建',
    description: '共 %{smart_count} 份等人审核，%{readyCount} 份可以合并 |||| 共 %{smart_count} 份等人审核，%{readyCount} 份可以合并' },
  workflowCard: { deleteChanges: '撤回修改', deleteNewEntry: '撤回新建' },
  workflowList: { onDeleteEntry: '这一份还没有合并的修改都会撤回，确定吗？', draftHeader: '草稿', inReviewHeader: '等人审核', readyHeader: '可以合并',
    currentEntries: '%{smart_count} 份 |||| %{smart_count} 份' } },
};

function completed(words, more) {
  const pairs = Object.entries(more).map(([key, value]) => [
    key, typeof value === 'object' ? completed(words[key] ?? {}, value) : value]);
  return { ...words, ...Object.fromEntries(pairs) };
}

export function speakChinese(CMS) {
  CMS.registerLocale('zh_Hans', completed(CMS.getLocale('zh_Hans') ?? {}, WORDS));
}
