"""The event log in PostgreSQL: saves go in by group commit, readers list, follow and replay them."""
