"""Telling people of deadlines: who is told what and when, through which channels, and what became of it (design §8)."""

from service.alerts.notice import Capacity, Kind, Notice
from service.alerts.notices import Notices

__all__ = ["Capacity", "Kind", "Notice", "Notices"]
