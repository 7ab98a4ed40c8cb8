# 退出码 1 表示有否决条款达不到，这里只记下来
meidang readiness --all > out/readiness.txt || test "$?" = 1
