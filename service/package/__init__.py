"""The package for the Cross-platform: the proofs of a project of a body in a year, in folders as the catalogue names its work."""
