"""Every way in which a file can be unreadable: one code per family, explained for people.

The rows feed ``meidang rule CODE`` and the site's page of rules; a test holds codes and rows together.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from meidang.findings import Explanation, Finding, Location, Severity


class Code(StrEnum):
    """The families of reading problems."""

    UNREADABLE = "SRC001"
    UNEXPECTED = "SRC002"
    SAME_NAME = "SRC003"
    LIMIT = "SRC004"
    ENCODING = "SRC005"
    CHARACTER = "SRC006"
    CONFLICT = "SRC007"
    INDENT = "SRC008"
    FULL_WIDTH = "SRC009"
    BLANK = "SRC010"
    CUT = "SRC011"
    SPANNING = "SRC012"
    MARKUP = "SRC013"
    DOCUMENTS = "SRC014"
    KEY = "SRC015"
    DUPLICATE = "SRC016"
    ROOT = "SRC017"
    SYNTAX = "SRC018"
    ATTACHMENT_ABSENT = "SRC019"
    ATTACHMENT_SPELLING = "SRC020"
    ATTACHMENT_KIND = "SRC021"
    ATTACHMENT_SIZE = "SRC022"
    ATTACHMENT_CONTENT = "SRC023"
    ATTACHMENT_POINTER = "SRC024"
    ATTACHMENT_CHANGED = "SRC025"
    ATTACHMENT_UNREGISTERED = "SRC026"
    ATTACHMENT_UNCITED = "SRC027"
    PLACEHOLDER = "SRC028"


#: The rows, in the order of the codes.
EXPLANATIONS = (
    Explanation(
        Code.UNREADABLE.value,
        "文件或目录读不到",
        "档案只收普通文件。快捷方式（符号链接）、管道、设备和没有权限的文件读不到或可能指向别处，漏读会让一个人从档案里消失。",
        "archive/staff/D01.yaml 是指向 ../../别处.yaml 的符号链接",
        "archive/staff/D01.yaml 是普通文件，当前用户可读",
    ),
    Explanation(
        Code.UNEXPECTED.value,
        "不该出现的文件",
        "记录目录里既没有被读入、又不在忽略名单上的文件，多半是改错了扩展名或留下的备份；不指出来，里面的内容就悄悄丢了。",
        "archive/staff/D01.yml、archive/staff/D01 副本.yaml",
        "archive/staff/D01.yaml",
    ),
    Explanation(
        Code.SAME_NAME.value,
        "文件名只差大小写或写法",
        "Windows 和 macOS 不区分大小写，这样的两个文件在别人电脑上会互相覆盖。",
        "archive/staff/D01.yaml 和 archive/staff/d01.yaml",
        "archive/staff/D01.yaml 和 archive/staff/D02.yaml",
    ),
    Explanation(
        Code.LIMIT.value,
        "超过上限",
        "正常的记录远小于这些上限；超过的多半放错了内容，也可能是为了拖垮程序。",
        "一个 3 MiB 的 YAML 文件，或嵌套 25 层",
        "把台账按年份分成几个文件，扫描件放进 archive/attachments",
    ),
    Explanation(
        Code.ENCODING.value,
        "文件不是 UTF-8 编码",
        "旧版记事本默认存成 GBK，别人打开就是乱码，读出来的姓名不可信。",
        "用记事本以 ANSI（GBK）保存",
        "另存为时把编码选成 UTF-8",
    ),
    Explanation(
        Code.CHARACTER.value,
        "看不见的或不允许的字符",
        "零宽字符、方向控制符和控制字符在屏幕上看不见，却能让两个相同的名字不相等，或让审阅者看到的与程序读到的不同。",
        "name: 张\\u200b三（中间有零宽空格）",
        "name: 张三",
    ),
    Explanation(
        Code.CONFLICT.value,
        "合并冲突没有解决",
        "两人改了同一处，Git 把两个版本都留在文件里，要由人决定留哪一个。",
        "<<<<<<< HEAD",
        "只留下正确的一行，删去 <<<<<<<、=======、>>>>>>> 三种标记行",
    ),
    Explanation(
        Code.INDENT.value,
        "缩进用了制表符或全角空格",
        "YAML 只认半角空格缩进；制表符在各人电脑上宽度不同，全角空格会变成键名的一部分。",
        "［Tab］number: 1",
        "  number: 1",
    ),
    Explanation(
        Code.FULL_WIDTH.value,
        "用了全角标点",
        "YAML 只认半角的 : , [ ] { } 和引号；中文输入法打出的全角标点会被当成文字。",
        "name：张三",
        "name: 张三",
    ),
    Explanation(
        Code.BLANK.value,
        "缺少空格",
        "冒号后面、列表的短横线后面必须有一个空格，否则整段会被当成一个词。",
        "name:张三",
        "name: 张三",
    ),
    Explanation(
        Code.CUT.value,
        "# 截断了没有引号的内容",
        "空格加 # 表示注释，后面的文字会丢掉；这里分不清是注释还是内容。",
        "room: 手术室 #3",
        'room: "手术室 #3"',
    ),
    Explanation(
        Code.SPANNING.value,
        "文字跨行",
        "没有用 | 写的文字跨到下一行，多半是漏了引号或冒号，会把后面的内容吞进来。",
        "note: 第一行\n  第二行",
        "note: |\n  第一行\n  第二行",
    ),
    Explanation(
        Code.MARKUP.value,
        "用了锚点、别名、标签、合并键或指令",
        "这些 YAML 的高级写法能让一行变成千万行，也让人看不出内容出自哪里；档案不需要它们。",
        "a: &x 1\nb: *x",
        "a: 1\nb: 1",
    ),
    Explanation(
        Code.DOCUMENTS.value,
        "一个文件里有多份文档",
        "一个文件就是一条记录；--- 之后的第二份不会被读到。",
        "id: D01\n---\nid: D02",
        "D01.yaml 和 D02.yaml 两个文件",
    ),
    Explanation(
        Code.KEY.value,
        "键不是文字",
        "冒号前面必须是一个词。",
        "? [a, b]\n: 1",
        "a: 1\nb: 1",
    ),
    Explanation(
        Code.DUPLICATE.value,
        "键重复",
        "同一个键写了两次，别的程序只留后一个，前一个悄悄丢失。",
        "name: 张三\nname: 李四",
        "name: 李四",
    ),
    Explanation(
        Code.ROOT.value,
        "空文件，或最外层不是“键: 值”",
        "一条记录由若干行“键: 值”组成。",
        "- 张三",
        "name: 张三",
    ),
    Explanation(
        Code.SYNTAX.value,
        "YAML 写法有误",
        "读到这里无法再往下读，后面的内容都没有检查。",
        "scores: [1, 2",
        "scores: [1, 2]",
    ),
    Explanation(
        Code.ATTACHMENT_ABSENT.value,
        "附件不存在",
        "记录写了扫描件，评审时却拿不出来；路径从 archive 文件夹算起。",
        "file: attachments/D01/执业证书.pdf，而 archive/attachments/D01 里没有这个文件",
        "把执业证书.pdf 放进 archive/attachments/D01",
    ),
    Explanation(
        Code.ATTACHMENT_SPELLING.value,
        "附件的大小写或写法与磁盘上不同",
        "Windows 和 macOS 上打得开，换到服务器上就找不到。",
        "file: attachments/D01/scan.pdf，磁盘上是 Scan.PDF",
        "file: attachments/D01/Scan.PDF",
    ),
    Explanation(
        Code.ATTACHMENT_KIND.value,
        "附件不是普通文件，或打不开",
        "快捷方式（符号链接）可能指向别人电脑上的任何地方，路上的文件夹也一样；管道会让程序一直等下去。",
        "archive/attachments/D01 是指向 /home/某人/证书 的符号链接",
        "archive/attachments/D01 是普通文件夹，里面是普通文件",
    ),
    Explanation(
        Code.ATTACHMENT_SIZE.value,
        "附件太大",
        "附件最大 20 MiB，图片最多 6000 万像素，PDF 最多 500 页，文件夹最多套 20 层；更大的会拖垮打开它的电脑。",
        "一张 9000×9000 的 PNG",
        "以 300 dpi 扫描的 A4 证书，约 900 万像素",
    ),
    Explanation(
        Code.ATTACHMENT_CONTENT.value,
        "附件的内容与扩展名不符、已损坏，或打印不出来",
        "改过扩展名、没有传完、带密码的文件，到评审时才发现打不开。没有登记过摘要的附件会整个打开检查一次。",
        "把 PNG 图片改名为 执业证书.pdf",
        "把图片另存为 PDF，或写成 执业证书.png",
    ),
    Explanation(
        Code.ATTACHMENT_POINTER.value,
        "附件只是 Git LFS 的占位文件",
        "没有安装 Git LFS 的电脑只取回几行占位文字，真正的扫描件不在这里。",
        "version https://git-lfs.github.com/spec/v1",
        "运行 git lfs install 和 git lfs pull 之后的真正文件",
    ),
    Explanation(
        Code.ATTACHMENT_CHANGED.value,
        "附件与登记时不同",
        "登记摘要之后文件被换过，或在传输中损坏。先打开看内容；确实该换，就用 --accept 认可，摘要随记录一起留下痕迹。",
        "换了 archive/attachments/D01/执业证书.pdf，而记录里的 sha256 还是旧文件的",
        "meidang attachments --accept archive/attachments/D01/执业证书.pdf",
    ),
    Explanation(
        Code.ATTACHMENT_UNREGISTERED.value,
        "附件没有登记摘要",
        "没有摘要，文件日后被换掉或损坏就看不出来；登记过的附件检查起来也快，不必每次整个打开。",
        "scan: {file: attachments/D01/执业证书.pdf}",
        "运行 meidang attachments --register，由程序补上 sha256",
        Severity.NOTICE,
    ),
    Explanation(
        Code.ATTACHMENT_UNCITED.value,
        "没有记录引用的附件",
        "放进了文件夹，却没有写进任何记录：评审时不会出现在卷宗里，也没有人负责它。",
        "archive/attachments/D01 里有 资格证书.pdf，而没有一份记录写着它",
        "在人员档案的证照里写上 scan: {file: attachments/D01/资格证书.pdf}",
        Severity.NOTICE,
    ),
    Explanation(
        Code.PLACEHOLDER.value,
        "填写提示没有换成内容",
        "新建的档案用〔…〕写着这一行该填什么；去掉行首的 # 而没有换成内容，提示就会当成内容印进文档。",
        "number: 〔登记号〕",
        "number: PDY00001",
    ),
)

#: Code -> row.
PROBLEMS: Mapping[str, Explanation] = MappingProxyType({row.code: row for row in EXPLANATIONS})


def problem(code: Code, message: str, location: Location, fix: str, *, record: str = "") -> Finding:
    """A finding of the reader; nearly all of them are errors of the data."""
    return Finding(code.value, PROBLEMS[code].severity, message, location, fix, record=record)
