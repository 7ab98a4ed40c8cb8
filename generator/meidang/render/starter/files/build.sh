# 设置里写了在线表单（forms）的，网站带上表单
if grep -q '^forms:' archive/settings.yaml; then meidang build site --forms; else meidang build site; fi
if command -v soffice > /dev/null; then meidang build binder --pdf; else meidang build binder; fi
