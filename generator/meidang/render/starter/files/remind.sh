if [ -n "$MEIDANG_NOTIFY" ]; then
  meidang due --send
else
  echo "没有设置 MEIDANG_NOTIFY，不发提醒。"
fi
