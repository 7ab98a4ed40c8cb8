"""Source: YAML text <-> tree with positions. The one reader (``files``, ``read``), the one writer (``write``).

``files`` walks a folder and refuses what is no record; ``read`` turns one text into a ``tree.Source``; ``problems``
says what each code means. No other room touches YAML.
"""
