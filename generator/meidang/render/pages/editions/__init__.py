"""What an edition may show: the archive without the rest, and the search of every output for what slipped through."""
