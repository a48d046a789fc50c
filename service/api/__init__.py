"""The HTTP API, version 1."""

from service.api.routes import router

__all__ = ["router"]
