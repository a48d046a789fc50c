"""Addresses of exports."""

from typing import Any

from service.api import exports, shapes
from service.api.describing import Doc, in_path
from service.api.routes.table import PREFIX, route
from service.exports.at_once import SHORT
from service.exports.bundles import BUNDLES, FORMAT
from service.exports.exported import LISTS
from service.exports.writing import WRITERS

_ID = "0d0f0f9e-7f4b-4a77-9a43-0c5f6a1d2e3b"
_ARCHIVES = "; ".join(
    f"`{name}` takes "
    + ", ".join(f"`{field}` ({about.description})" for field, about in bundle.query.model_fields.items())
    for name, bundle in BUNDLES.items()
)
_EXPORT = in_path("export_id", "id of the export", _ID)
_OWN = ("unknown", "unavailable")
_EXAMPLE: dict[str, Any] = {
    "id": _ID, "list": "cases", "filters": {"region": "KZ-19", "open": "true"}, "format": "xlsx", "language": "ru",
    "address": "https://tbn4.example.kz/api/v1/lists/cases.xlsx?region=KZ-19&open=true", "state": "running", "done": 12_400,
    "total": 31_250, "size": 0, "problem": None, "detail": None, "asked_at": "2026-06-01T04:00:00Z", "as_of": None, "ended_at": None,
    "expires_at": None, "href": f"/api/v1/exports/{_ID}", "file": None,
}  # fmt: skip

route(
    "GET",
    exports.AT_ONCE + "/{file}",
    exports.get_list,
    Doc(
        "Exports",
        "Get a list as a file",
        f"A list of at most {SHORT} rows, with the filters of its own address as parameters; a longer one is refused: have it made by "
        "`POST /exports`. The file says as of when it is, what it was narrowed to, and for whom. Cells that a spreadsheet would take for a "
        "formula are marked as text. Lists: " + ", ".join(f"`{name}`" for name in LISTS) + ".",
        "application/octet-stream",
        problems=("bad-query", "out-of-scope", "unknown", "too-long", "export-too-large", "invalid", "unavailable"),
    ),
    parameters=[in_path("file", "name of the list, and `xlsx`, `csv` or `json`", "cases.csv")],
)
route(
    "POST",
    PREFIX + "/exports",
    exports.post_export,
    Doc(
        "Exports",
        "Have a list made as a file",
        "Puts it in line; watch it at `Location` until it is `ready`. All of the file is of one instant, `as_of`. It is kept for seven days, "
        f"and given only while you may see what is in it. Archives have the format `{FORMAT}`, and filters of their own: {_ARCHIVES}.",
        shapes.ExportItem,
        202,
        (
            "bad-request", "wrong-media-type", "too-large", "invalid", "out-of-scope", "not-permitted", "unknown", "too-many-exports",
            "unavailable",
        ),
        headers=("Location",),
        example=_EXAMPLE,
    ),
    requestBody={
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["list", "format"],
                    "properties": {
                        "list": {"type": "string", "enum": [*LISTS, *BUNDLES]},
                        "format": {"type": "string", "enum": [*WRITERS, FORMAT]},
                        "filters": {
                            "type": "object",
                            "description": "as the parameters of the list's own address",
                            "additionalProperties": {"type": ["string", "boolean", "integer"]},
                        },
                    },
                },
                "example": {"list": "cases", "format": "xlsx", "filters": {"region": "KZ-19", "open": True}},
            }
        },
    },
)  # fmt: skip
route(
    "GET",
    PREFIX + "/exports",
    exports.get_exports,
    Doc(
        "Exports",
        "List your exports",
        "Those under way and those of which the file is still kept, the newest first.",
        shapes.page_of(shapes.ExportItem),
        problems=("bad-query", "unavailable"),
    ),
)
route(
    "GET",
    PREFIX + "/exports/{export_id}",
    exports.get_export,
    Doc(
        "Exports",
        "Watch an export",
        "How far it is: rows written, of how many.",
        shapes.ExportItem,
        problems=_OWN,
        example=_EXAMPLE,
    ),
    parameters=[_EXPORT],
)
route(
    "GET",
    PREFIX + "/exports/{export_id}/file",
    exports.get_export_file,
    Doc(
        "Exports",
        "Get the file of an export",
        "The file, once it is ready. Takes `Range`.",
        "application/octet-stream",
        problems=(*_OWN, "not-ready", "out-of-scope"),
    ),
    parameters=[_EXPORT],
)
route(
    "DELETE",
    PREFIX + "/exports/{export_id}",
    exports.delete_export,
    Doc(
        "Exports",
        "Cancel or delete an export",
        "What is under way stops; the file is deleted. The answer shows it once more.",
        shapes.ExportItem,
        problems=_OWN,
        example=_EXAMPLE,
    ),
    parameters=[_EXPORT],
)
