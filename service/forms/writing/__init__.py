"""Writing a form that is laid out: one look for all formats."""
