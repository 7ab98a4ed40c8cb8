if env | grep -q '^MEIDANG_NOTIFY[A-Z0-9_]*=.'; then
  meidang due --send
else
  echo "没有设置 MEIDANG_NOTIFY，不发提醒。"
fi
