"""Mail: digests of notices, and how they reach the mail server."""
