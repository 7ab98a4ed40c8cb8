"""Two states of an archive -> what the change between them means: facts, findings, clauses; never lines. Pure."""
