"""The fields of an internal analysis (1.1.2–1.4.1, l.91–181)."""

from datetime import date

from events.text import msg
from service.documents.fields import BODY, HEAD, MADE, Field, Fields, Group, Rows

_SIGNATORY_POST = msg("Post of the signatory")
_SIGNATORY_NAME = msg("Name of the signatory")
_CODE = msg("Code")

_GROUPS = (
    BODY,
    HEAD,
    MADE,
    Group(
        "order",
        (
            Field("number", msg("Order number"), "17-Ө"),
            Field("date", msg("Order date"), date(2024, 2, 12)),
            Field("external_ended_on", msg("End of the external analysis that was waited for"), date(2023, 1, 20)),
        ),
    ),
    Group(
        "term",
        (
            Field("year", msg("Year of the analysis"), "2024"),
            Field("start", msg("Start of the analysis by what is in force"), date(2024, 3, 4)),
            Field("end", msg("End of the analysis by what is in force"), date(2024, 3, 28)),
            Field("finished_on", msg("Day on which the analysis was finished"), date(2024, 3, 28)),
        ),
    ),
    Group("authorised", (Field("kind", msg("Who conducts the analysis"), msg("Working group")),)),
    Group(
        "start_announcement",
        (
            Field("channel", msg("Channel of the announcement of the start"), msg("Website")),
            Field("address", msg("Link to it"), "https://example.kz/anons-1"),
            Field("date", msg("Published on"), date(2024, 2, 16)),
        ),
    ),
    Group(
        "discussion_announcement",
        (
            Field("channel", msg("Channel of the announcement of the discussion"), msg("Website")),
            Field("address", msg("Link to it"), "https://example.kz/anons-2"),
            Field("date", msg("Published on"), date(2024, 3, 7)),
            Field("discussion_on", msg("Date of the discussion that was announced"), date(2024, 3, 15)),
        ),
    ),
    Group(
        "discussion",
        (
            Field("held_on", msg("Date of the discussion"), date(2024, 3, 15)),
            Field("protocol_number", msg("Minutes number"), "3"),
            Field("protocol_date", msg("Minutes approved on"), date(2024, 3, 15)),
            Field("participants", msg("Number of participants"), "24"),
            Field("collegial", msg("Whether it was a sitting of a collegial body"), msg("no")),
            Field("results_channel", msg("Where the results are published"), msg("Website")),
            Field("results_address", msg("Link to the published results"), "https://example.kz/itogi"),
            Field("results_date", msg("Results published on"), date(2024, 3, 18)),
            Field("signatory_post", _SIGNATORY_POST, msg("First head")),
            Field("signatory_name", _SIGNATORY_NAME, "Ахметов Серік Әлібекұлы"),
        ),
    ),
    Group(
        "report",
        (
            Field("number", msg("Report number"), "5"),
            Field("date", msg("Report signed on"), date(2024, 4, 5)),
        ),
    ),
    Group(
        "plan",
        (
            Field("number", msg("Plan number"), "6"),
            Field("date", msg("Plan approved on"), date(2024, 4, 19)),
        ),
    ),
    Group(
        "position_list",
        (
            Field("number", msg("List number"), "5-п"),
            Field("date", msg("List approved on"), date(2024, 4, 8)),
            Field(
                "sent_to",
                msg("Body whose ethics officer consolidates the list"),
                msg("Office of the akim of the region"),
            ),
            Field("sent_on", msg("Sent on"), date(2024, 4, 9)),
            Field("signatory_post", _SIGNATORY_POST, msg("First head")),
            Field("signatory_name", _SIGNATORY_NAME, "Ахметов Серік Әлібекұлы"),
        ),
    ),
    Group(
        "published",
        (
            Field("date", msg("Report and plan published on"), date(2024, 4, 24)),
            Field("report_address", msg("Link to the report"), "https://example.kz/spravka"),
            Field("plan_address", msg("Link to the plan"), "https://example.kz/plan"),
        ),
    ),
    Group(
        "monitoring",
        (
            Field("number", msg("Monitoring report number"), "9"),
            Field("date", msg("Monitoring closed on"), date(2025, 4, 14)),
            Field("conclusion", msg("Conclusion"), msg("All recommendations are carried out")),
            Field(
                "reason",
                msg("Reason for closing it earlier, or with something left undone"),
                msg("The body was abolished"),
            ),
            Field("signatory_post", _SIGNATORY_POST, msg("First head")),
            Field("signatory_name", _SIGNATORY_NAME, "Ахметов Серік Әлібекұлы"),
        ),
    ),
)

_NAME = Field("name", msg("Name"), msg("Chief specialist A. K. Akhmetova"))

_ROWS = (
    Rows("members", msg("Officials who conduct the analysis"), (_NAME,)),
    Rows(
        "objects", msg("Objects of the analysis"), (Field("name", msg("Object of the analysis"), msg("Procurement")),)
    ),
    Rows(
        "directions",
        msg("Directions of the analysis"),
        (Field("name", msg("Direction of the analysis"), msg("Legal acts of the object")),),
    ),
    Rows("public_members", msg("Members of the public"), (Field("name", msg("Name"), "Нұрланова Г. Б."),)),
    Rows(
        "amendments",
        msg("Orders that changed the order"),
        (
            Field("number", msg("Number of the amending order"), "21-Ө"),
            Field("date", msg("Date of the amending order"), date(2024, 3, 6)),
            Field("start", msg("Analysis starts on"), date(2024, 3, 4)),
            Field("end", msg("Analysis ends on"), date(2024, 4, 5)),
            Field("reason", msg("Reason"), msg("Extended to study the contracts")),
        ),
    ),
    Rows(
        "steps",
        msg("Steps of the analysis with the days by which they are due"),
        (
            Field("name", msg("Step"), msg("Announce the discussion")),
            Field("due", msg("Due"), date(2024, 3, 11)),
        ),
    ),
    Rows(
        "risks",
        msg("Corruption risks"),
        (
            Field("code", _CODE, "R1"),
            Field("description", msg("Risk"), msg("Acceptance of works without a commission")),
            Field("area", msg("Unit or activity"), msg("Construction section")),
        ),
    ),
    Rows(
        "recommendations",
        msg("Recommendations"),
        (
            Field("code", _CODE, "1"),
            Field("text", msg("Recommendation"), msg("Approve a procedure of acceptance by a commission")),
            Field("risk", msg("Code of the risk"), "R1"),
            Field("risk_description", msg("Risk"), msg("Acceptance of works without a commission")),
            Field("state", msg("Status by the latest review"), msg("Done")),
        ),
    ),
    Rows(
        "positions",
        msg("Positions exposed to risk"),
        (
            Field("title", msg("Position"), msg("Chief specialist")),
            Field("unit", msg("Unit"), msg("Construction section")),
            Field("powers", msg("Powers that carry the risk"), msg("Signing of acceptance certificates")),
            Field("risk", msg("Code of the risk"), "R1"),
            Field("risk_description", msg("Risk"), msg("Acceptance of works without a commission")),
        ),
    ),
    Rows(
        "measures",
        msg("Measures of the plan"),
        (
            Field("code", _CODE, "1"),
            Field("measure", msg("Measure"), msg("Issue an order on the acceptance commission")),
            Field("recommendations", msg("Codes of the recommendations that it carries out"), "1, 2"),
            Field("risks", msg("Risks that it removes"), msg("Acceptance of works without a commission")),
            Field("completion_form", msg("Form of completion"), msg("Order")),
            Field("due", msg("Term"), date(2024, 6, 28)),
            Field("unit", msg("Responsible unit"), msg("Construction section")),
        ),
    ),
    Rows(
        "progress",
        msg("Quarterly information of the units, measure by measure"),
        (
            Field("quarter", msg("Quarter"), "2024Q2"),
            Field("unit", msg("Unit"), msg("Construction section")),
            Field("received_on", msg("Received on"), date(2024, 7, 4)),
            Field("measure", msg("Code of the measure"), "1"),
            Field("progress", msg("Progress"), msg("The order is issued")),
            Field("documents", msg("Documents"), msg("Order No. 44 of 20.05.2024")),
        ),
    ),
    Rows(
        "reviews",
        msg("Reviews of that information, recommendation by recommendation"),
        (
            Field("quarter", msg("Quarter"), "2024Q2"),
            Field("unit", msg("Unit"), msg("Construction section")),
            Field("reviewed_on", msg("Reviewed on"), date(2024, 7, 10)),
            Field("recommendation", msg("Code of the recommendation"), "1"),
            Field("state", msg("Status"), msg("In progress")),
            Field("completed", msg("Whether the form of completion was reached"), msg("no")),
            Field("comment", msg("Comment"), msg("The order is awaited")),
        ),
    ),
)

ANALYSIS = Fields(_GROUPS, _ROWS)
