# 退出码 1 只表示有发现，2 及以上才是出错
meidang diff HEAD --root base --format md --word out/变更登记.docx > out/comment.md || test "$?" = 1
