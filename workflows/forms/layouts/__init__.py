"""How each of the six Appendices is laid out (requirements §10)."""
