"""Electronic signatures over files: who signed, in which role, when, and whether it may be relied on (law-and-calendar §4)."""
