"""The alert policy."""
