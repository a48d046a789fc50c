"""The addresses of the API, each with its description."""

from service.api.routes import aggregates, cases, catalogue, files, imports, knowledge, plans, register, scores  # noqa: F401 - they enter their routes in the table
from service.api.routes.table import FILES, IMPORTS, PREFIX, add_routes, docs

__all__ = ["FILES", "IMPORTS", "PREFIX", "add_routes", "docs"]
