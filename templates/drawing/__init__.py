"""How the shipped templates are drawn: pieces of Word, sheets made of them, one file for each kind of dossier."""
