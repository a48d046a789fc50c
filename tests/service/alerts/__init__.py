"""Telling people of deadlines."""
