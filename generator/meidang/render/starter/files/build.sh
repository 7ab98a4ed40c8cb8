meidang build site
if command -v soffice > /dev/null; then meidang build binder --pdf; else meidang build binder; fi
