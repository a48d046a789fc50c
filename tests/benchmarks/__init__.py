"""Throughput beside its peers, side by side in one run: `make bench` (see `__main__`)."""
