"""The outside world: HTTP, pages, access, scheduler, alerts, documents, command line, settings and wiring."""
