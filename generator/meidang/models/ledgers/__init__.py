"""The ledgers by subject. Names of fields are those of the requirements' glossary."""
