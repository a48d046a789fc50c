"""Signatures by a certificate authority of ours that imitates the NUC: its names, its roles, its lists."""
