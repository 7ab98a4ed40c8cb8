"""Everyday edits: what a person asks for in a few words -> the files that change, judged before anything is written.

``named`` finds what was meant, ``values`` what was given; ``renewing`` (``credentials``, ``privileges``), ``retiring``,
``renaming`` (``moving``) and ``creating`` (``drafted``) plan one kind of edit each; ``plan`` judges the archive as it
would be, ``veiled`` hides in what is shown what nobody is to see.
"""
