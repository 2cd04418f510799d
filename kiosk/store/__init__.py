"""SQLite: the journal, the ledger, the catalogue's read side, people."""
