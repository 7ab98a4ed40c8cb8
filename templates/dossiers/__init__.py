"""The shipped templates, one file for each kind of dossier."""
