meidang check --fail-on error --report text=out/check.txt \
  --report sarif=out/check.sarif --report junit=out/check.xml --report gitlab=out/check.json
