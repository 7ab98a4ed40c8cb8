"""An edited Word document -> changes of fields: what was printed where, what stands there now, what that means.

The document is made again (``original``) from a view whose every word carries a mark (``marks``), once as it was and
once with one row more in each list (``samples``), so that a new row is understood too. ``story`` reads both, and the
edited one, as paragraphs and tables. ``compare`` goes through them side by side: ``pairing`` says which paragraph,
table or row is which; ``solve`` what the fields of a paragraph must say for it to read as it does now; ``pieces`` puts
ticked boxes and split dates together; ``rows`` knows whose row each is, and ``changed_rows`` what came and went. What
is found are ``outcomes``. ``leftovers`` lists what nobody looked at, ``computed`` explains why a computed value stays,
``values`` turns words into what a record writes.

``pipeline.returning`` runs it all and goes on: ``placing`` holds base, edit and present against one another (with
``trees``; ``rewritten`` notes rows of which every word is new), ``ordering`` makes edits of YAML of it. The document is
then made once more, from the edited archive: only a computed value that reads there as somebody wrote it follows from
the edits; any other is listed. ``differences`` says which findings come and go, and ``rewriting`` writes the files, all
or none.
"""
