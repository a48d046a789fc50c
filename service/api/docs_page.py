"""The page that shows the API's description: Swagger UI from our own files, since the networks are closed."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from service.web.assets import asset

_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
"""Swagger UI sets styles on elements."""


async def docs_page(_request: Request) -> Response:
    """Give the page."""
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>tbn4: API</title>
<link rel="icon" href="{asset("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="{asset("vendor/swagger-ui.css")}">
</head>
<body>
<div id="docs"></div>
<noscript>The description itself is at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</noscript>
<script src="{asset("vendor/swagger-ui.js")}"></script>
<script src="{asset("docs.js")}"></script>
</body>
</html>
"""
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})
