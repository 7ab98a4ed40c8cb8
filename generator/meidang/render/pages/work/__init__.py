"""Pages of what is done and owed: ledgers, duties, indicators, what ends, and what waits for whom."""
