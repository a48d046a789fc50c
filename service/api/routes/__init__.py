"""The addresses of the API, each with its description."""

from service.api.routes import (  # they enter their routes in the table
    aggregates,  # noqa: F401
    alerts,  # noqa: F401
    board,  # noqa: F401
    calendar,  # noqa: F401
    cases,  # noqa: F401
    catalogue,  # noqa: F401
    compare,  # noqa: F401
    documents,  # noqa: F401
    exports,  # noqa: F401
    facts,  # noqa: F401
    files,  # noqa: F401
    findings,  # noqa: F401
    forms,  # noqa: F401
    imports,  # noqa: F401
    inbox,  # noqa: F401
    knowledge,  # noqa: F401
    packages,  # noqa: F401
    plans,  # noqa: F401
    publication,  # noqa: F401
    reconciliation,  # noqa: F401
    register,  # noqa: F401
    reminding,  # noqa: F401
    scores,  # noqa: F401
    search,  # noqa: F401
    signatures,  # noqa: F401
    tree,  # noqa: F401
    webhooks,  # noqa: F401
)
from service.api.routes.table import FILES, IMPORTS, PREFIX, RESULTS, add_routes, docs

__all__ = ["FILES", "IMPORTS", "PREFIX", "RESULTS", "add_routes", "docs"]
