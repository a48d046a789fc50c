"""Webhooks: what systems of organisations are sent, signed, as Standard Webhooks and CloudEvents say."""
