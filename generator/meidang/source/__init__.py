"""Source: YAML text <-> tree with positions. The one reader (``files``, ``read``), the one writer.

``files`` walks a folder and refuses what is no record; ``read`` turns one text into a ``tree.Source``; ``problems``
says what each code means. ``write`` makes a text of a tree, ``edit`` changes one and leaves every other line as it
is; both in the words of ``emitted``. No other room touches YAML.
"""
