"""Reconciliations as people send and see them: lists as tables, differences side by side, the lines of the act."""
