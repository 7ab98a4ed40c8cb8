"""A tracer's sample as papers: what to bring of each drawn dossier, technique and case, and what to check of it.

``sheets`` say it in words, once for Word (``word``), the site and the page that a command writes.
"""
