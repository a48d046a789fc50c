"""Addresses of the forms of the Instruction, and of the reports on them."""

from service.api import forms, shapes
from service.api.describing import IDEMPOTENCY_KEY, Doc, in_path
from service.api.routes.cases import CASE, COMMAND
from service.api.routes.table import LIST, PREFIX, route

_APPENDIX = in_path("appendix", "number of the Appendix, 1 to 6", "2")
_FORMAT = in_path("format", "`docx`, `pdf` or `xlsx`", "pdf")
_READ = ("bad-query", "out-of-scope", "unknown", "unavailable")
_FILE = (*_READ, "too-long-to-print")

route(
    "GET",
    PREFIX + "/forms",
    forms.get_forms,
    Doc("Forms", "List the forms", "Appendices 1 to 6 of the Instruction, with the periods that each may be for.", shapes.page_of(shapes.FormItem), problems=LIST),
)  # fmt: skip
route(
    "GET",
    PREFIX + "/forms/{appendix}",
    forms.get_form,
    Doc(
        "Forms",
        "Get what stands in a form",
        "The lines with where each comes from, what every body said in each part, and the blanks, as of a moment. Facts that several bodies "
        "reported stand once, with all their origins. Sealed rows are told to those alone who are cleared for them.",
        shapes.FormContents,
        problems=_READ,
    ),
    parameters=[_APPENDIX],
)
route(
    "GET",
    PREFIX + "/forms/{appendix}/file.{format}",
    forms.get_form_file,
    Doc(
        "Forms",
        "Get a form as a file",
        "DOCX, PDF (PDF/A-2a, PDF/UA-1) or XLSX, letter for letter as the Instruction has it or clean, in Russian or Kazakh. The same state gives the same bytes.",
        "application/octet-stream",
        problems=_FILE,
    ),
    parameters=[_APPENDIX, _FORMAT],
)
route(
    "POST",
    PREFIX + "/forms/{appendix}/reports",
    forms.post_report,
    Doc(
        "Forms",
        "Form a report",
        "Fills the form in from the record and freezes it on the case of the report: the first time, or as another version of it. A version "
        "that would say what the last one does is refused, unless that was returned or reopened, or formed before its period ended.",
        shapes.Opened,
        201,
        (*COMMAND, "out-of-scope", "unknown", "wrong-order", "bad-query", "stale", "same-again"),
        headers=("ETag", "Location", "Idempotency-Replayed"),
    ),
    parameters=[_APPENDIX, IDEMPOTENCY_KEY],
    requestBody={
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["organization", "period"],
                    "additionalProperties": False,
                    "properties": {
                        "organization": {"type": "string", "description": "code of the body"},
                        "period": {"type": "string", "description": "a year, a quarter or a month"},
                        "consolidated": {"type": "boolean", "description": "with all bodies below it"},
                        "true_on": {"type": "string", "format": "date", "description": "of what had happened by this day"},
                    },
                },
                "example": {"organization": "almaty-region.procurement", "period": "2024Q2"},
            }
        },
    },
)  # fmt: skip
route(
    "GET",
    PREFIX + "/cases/{case_id}/form",
    forms.get_report_form,
    Doc("Forms", "Get what stands in a report", "Of the version named, or the last one, as it was frozen.", shapes.FormContents, problems=_READ),
    parameters=[CASE],
)  # fmt: skip
route(
    "GET",
    PREFIX + "/cases/{case_id}/form.{format}",
    forms.get_report_file,
    Doc("Forms", "Get a report as a file", "Of the version named, or the last one, as it was frozen.", "application/octet-stream", problems=_FILE),
    parameters=[CASE, _FORMAT],
)  # fmt: skip
route(
    "GET",
    PREFIX + "/cases/{case_id}/form/compare",
    forms.get_report_compared,
    Doc("Forms", "Compare two versions of a report", "Lines that came and went, and what bodies said otherwise.", shapes.ReportCompared, problems=_READ),
    parameters=[CASE],
)  # fmt: skip
