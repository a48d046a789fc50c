"""Exports: every list as a file, at once where it is short, else behind the asker's back."""
