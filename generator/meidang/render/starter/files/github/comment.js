const { lstatSync, readFileSync } = require('fs');
const MARK = '<!-- meidang:consequences -->';
const MOST = 60000;

const run = context.payload.workflow_run;
const file = `${process.env.RUNNER_TEMP}/comment/comment.md`;
const found = lstatSync(file);
if (!found.isFile() || found.size > 1000000) throw new Error('说明不是普通文件，或者太大');

// 说明开头的标记由下面另写；除了标题、列表和折叠，标签、链接、图片、提及都只当文字
let text = readFileSync(file, 'utf8');
if (text.startsWith(MARK)) text = text.slice(MARK.length).trimStart();
text = text.replace(/<(?!\/?(?:details|summary)>)/g, '&lt;').replaceAll('[', '&#91;');
text = text.replace(/@|:(?=\/\/)|www(?=\.)/gi, '$&\u200b').replace(/^(?=\s*\/)/gm, '\u200b');
if (text.length > MOST) text = `${text.slice(0, MOST)}\n\n……说明太长，后面的没有显示；全文在检查的附件里。`;

const head = `${run.head_repository?.owner.login}:${run.head_branch}`;
const { data: requests } = await github.rest.pulls.list({ ...context.repo, state: 'open', head });
const request = requests.find((one) => one.head.sha === run.head_sha);
if (!request) {
  core.notice('合并请求已有新的提交或者已经关闭，不写评论');
  return;
}
// 设置管着网页向哪里登录、按哪一天判断；档案以外的文件，说明里没有。GitHub 最多列出 3000 个
const asked = { ...context.repo, pull_number: request.number, per_page: 100 };
const files = await github.paginate(github.rest.pulls.listFiles, asked);
const names = files.flatMap((one) => [one.filename, one.previous_filename ?? one.filename]);
const isRecord = (name) => name.startsWith('archive/') && name !== 'archive/settings.yaml';
const others = [...new Set(names)].filter((name) => !isRecord(name));
const shown = others.slice(0, 10).map((name) => `\`${name.replace(/[^\p{L}\p{N}._/-]/gu, '_').slice(0, 80)}\``);
if (files.length >= 3000) shown.push('文件太多，没有列全');
const warning = `**请管理员先看**：这里还改了设置或 archive 以外的文件（${others.length} 个），合并以后会改变程序怎样运行：`;
if (shown.length) text = `${warning}${shown.join('、')}\n\n${text}`;

const place = { ...context.repo, issue_number: request.number };
const comments = await github.paginate(github.rest.issues.listComments, { ...place, per_page: 100 });
const mine = comments.find((one) => one.user?.login === 'github-actions[bot]' && one.body?.startsWith(MARK));
const body = `${MARK}\n${text}`;
if (mine) await github.rest.issues.updateComment({ ...context.repo, comment_id: mine.id, body });
else await github.rest.issues.createComment({ ...place, body });
