"""Word templates drawn from declarations: pieces of Word, sheets made of them. ``templates/dossiers`` uses it too."""
