"""Pages of what lasts: a record each, their lists, and what follows from them."""
