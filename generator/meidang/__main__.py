"""``python -m meidang``."""

from meidang.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
