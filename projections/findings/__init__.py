"""Findings: what the events themselves show of formalism and error, kept as they come, gone when the fact is corrected."""

from projections.findings.projection import FindingsProjection

__all__ = ["FindingsProjection"]
