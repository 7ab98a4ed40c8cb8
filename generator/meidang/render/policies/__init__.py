"""Policies between Markdown and Word: ``word`` writes documents, ``imported`` reads what hospitals already have."""
