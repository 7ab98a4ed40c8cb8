"""A Word policy -> Markdown: `imported` is the door; `pandoc` also serves the way back, in `documents`."""
