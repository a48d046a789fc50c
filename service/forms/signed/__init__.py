"""Holding the file of a signed form to the form as it was frozen: what it says, page by page, beside what the service prints."""
