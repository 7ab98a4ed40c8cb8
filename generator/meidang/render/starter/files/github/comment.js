const { lstatSync, readFileSync } = require('fs');
const MARK = '<!-- meidang:consequences -->';
const MOST = 60000;

const run = context.payload.workflow_run;
const file = `${process.env.RUNNER_TEMP}/comment/comment.md`;
const found = lstatSync(file);
if (!found.isFile() || found.size > 1000000) throw new Error('说明不是普通文件，或者太大');

// 提及（@）和标记都是数据，不能起作用；说明开头的标记由下面另写
let text = readFileSync(file, 'utf8');
if (text.startsWith(MARK)) text = text.slice(MARK.length).trimStart();
text = text.replaceAll('@', '@\u200b').replaceAll('<!--', '&lt;!--');
if (text.length > MOST) text = `${text.slice(0, MOST)}\n\n……说明太长，后面的没有显示；全文在检查的附件里。`;

const head = `${run.head_repository.owner.login}:${run.head_branch}`;
const { data: requests } = await github.rest.pulls.list({ ...context.repo, state: 'open', head });
const request = requests.find((one) => one.head.sha === run.head_sha);
if (!request) {
  core.notice('合并请求已有新的提交或者已经关闭，不写评论');
  return;
}
const place = { ...context.repo, issue_number: request.number };
const comments = await github.paginate(github.rest.issues.listComments, { ...place, per_page: 100 });
const mine = comments.find((one) => one.user?.type === 'Bot' && one.body?.startsWith(MARK));
const body = `${MARK}\n${text}`;
if (mine) await github.rest.issues.updateComment({ ...context.repo, comment_id: mine.id, body });
else await github.rest.issues.createComment({ ...place, body });
