"""Documents of an internal analysis (1.1.1–1.4.1, l.83–181), made of what its case knows, by templates that a body may replace."""
