"""Pages for an inspection: clauses and their evidence, findings, the tracer, what changed."""
