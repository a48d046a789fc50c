"""The addresses of the API, each with its description."""

from service.api.routes import cases, knowledge  # noqa: F401 - they enter their routes in the table
from service.api.routes.table import PREFIX, add_routes, docs

__all__ = ["PREFIX", "add_routes", "docs"]
