"""Gathering what stands in a form from the cases of a body, or of all bodies below it, as of a moment."""
