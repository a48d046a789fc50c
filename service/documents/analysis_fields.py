"""The fields of an internal analysis (1.1.2–1.4.1, l.91–181)."""

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
            Field("date", msg("Order date"), "12 февраля 2024"),
            Field("external_ended_on", msg("End of the external analysis that was waited for"), "20 января 2023"),
        ),
    ),
    Group(
        "term",
        (
            Field("year", msg("Year of the analysis"), "2024"),
            Field("start", msg("Start of the analysis by what is in force"), "4 марта 2024"),
            Field("end", msg("End of the analysis by what is in force"), "28 марта 2024"),
            Field("finished_on", msg("Day on which the analysis was finished"), "28 марта 2024"),
        ),
    ),
    Group("authorised", (Field("kind", msg("Who conducts the analysis"), "Рабочая группа"),)),
    Group(
        "start_announcement",
        (
            Field("channel", msg("Channel of the announcement of the start"), "Интернет-ресурс"),
            Field("address", msg("Link to it"), "https://example.kz/anons-1"),
            Field("date", msg("Published on"), "16 февраля 2024"),
        ),
    ),
    Group(
        "discussion_announcement",
        (
            Field("channel", msg("Channel of the announcement of the discussion"), "Интернет-ресурс"),
            Field("address", msg("Link to it"), "https://example.kz/anons-2"),
            Field("date", msg("Published on"), "7 марта 2024"),
            Field("discussion_on", msg("Date of the discussion that was announced"), "15 марта 2024"),
        ),
    ),
    Group(
        "discussion",
        (
            Field("held_on", msg("Date of the discussion"), "15 марта 2024"),
            Field("protocol_number", msg("Minutes number"), "3"),
            Field("protocol_date", msg("Minutes approved on"), "15 марта 2024"),
            Field("participants", msg("Number of participants"), "24"),
            Field("collegial", msg("Whether it was a sitting of a collegial body"), "нет"),
            Field("results_channel", msg("Where the results are published"), "Интернет-ресурс"),
            Field("results_address", msg("Link to the published results"), "https://example.kz/itogi"),
            Field("results_date", msg("Results published on"), "18 марта 2024"),
            Field("signatory_post", _SIGNATORY_POST, "Первый руководитель"),
            Field("signatory_name", _SIGNATORY_NAME, "Ахметов Серік Әлібекұлы"),
        ),
    ),
    Group(
        "report",
        (
            Field("number", msg("Report number"), "5"),
            Field("date", msg("Report signed on"), "5 апреля 2024"),
        ),
    ),
    Group(
        "plan",
        (
            Field("number", msg("Plan number"), "6"),
            Field("date", msg("Plan approved on"), "19 апреля 2024"),
        ),
    ),
    Group(
        "position_list",
        (
            Field("number", msg("List number"), "5-п"),
            Field("date", msg("List approved on"), "8 апреля 2024"),
            Field("sent_to", msg("Body whose ethics officer consolidates the list"), "Аппарат акима области"),
            Field("sent_on", msg("Sent on"), "9 апреля 2024"),
            Field("signatory_post", _SIGNATORY_POST, "Первый руководитель"),
            Field("signatory_name", _SIGNATORY_NAME, "Ахметов Серік Әлібекұлы"),
        ),
    ),
    Group(
        "published",
        (
            Field("date", msg("Report and plan published on"), "24 апреля 2024"),
            Field("report_address", msg("Link to the report"), "https://example.kz/spravka"),
            Field("plan_address", msg("Link to the plan"), "https://example.kz/plan"),
        ),
    ),
    Group(
        "monitoring",
        (
            Field("number", msg("Monitoring report number"), "9"),
            Field("date", msg("Monitoring closed on"), "14 апреля 2025"),
            Field("conclusion", msg("Conclusion"), "Все рекомендации исполнены"),
            Field("reason", msg("Reason for closing it earlier, or with something left undone"), "Орган упразднён"),
            Field("signatory_post", _SIGNATORY_POST, "Первый руководитель"),
            Field("signatory_name", _SIGNATORY_NAME, "Ахметов Серік Әлібекұлы"),
        ),
    ),
)

_NAME = Field("name", msg("Name"), "Главный специалист Ахметова А. К.")

_ROWS = (
    Rows("members", msg("Officials who conduct the analysis"), (_NAME,)),
    Rows("objects", msg("Objects of the analysis"), (Field("name", msg("Object of the analysis"), "Закупки"),)),
    Rows(
        "directions",
        msg("Directions of the analysis"),
        (Field("name", msg("Direction of the analysis"), "Правовые акты"),),
    ),
    Rows("public_members", msg("Members of the public"), (Field("name", msg("Name"), "Нұрланова Г. Б."),)),
    Rows(
        "amendments",
        msg("Orders that changed the order"),
        (
            Field("number", msg("Number of the amending order"), "21-Ө"),
            Field("date", msg("Date of the amending order"), "6 марта 2024"),
            Field("start", msg("Analysis starts on"), "4 марта 2024"),
            Field("end", msg("Analysis ends on"), "5 апреля 2024"),
            Field("reason", msg("Reason"), "Продление для изучения договоров"),
        ),
    ),
    Rows(
        "steps",
        msg("Steps of the analysis with the days by which they are due"),
        (
            Field("name", msg("Step"), "Анонс публичного обсуждения"),
            Field("due", msg("Due"), "11 марта 2024"),
        ),
    ),
    Rows(
        "risks",
        msg("Corruption risks"),
        (
            Field("code", _CODE, "R1"),
            Field("description", msg("Risk"), "Приёмка работ без комиссии"),
            Field("area", msg("Unit or activity"), "Отдел строительства"),
        ),
    ),
    Rows(
        "recommendations",
        msg("Recommendations"),
        (
            Field("code", _CODE, "1"),
            Field("text", msg("Recommendation"), "Утвердить порядок приёмки комиссией"),
            Field("risk", msg("Code of the risk"), "R1"),
            Field("risk_description", msg("Risk"), "Приёмка работ без комиссии"),
            Field("state", msg("Status by the latest review"), "Исполнена"),
        ),
    ),
    Rows(
        "positions",
        msg("Positions exposed to risk"),
        (
            Field("title", msg("Position"), "Главный специалист"),
            Field("unit", msg("Unit"), "Отдел строительства"),
            Field("powers", msg("Powers that carry the risk"), "Подписание актов приёмки"),
            Field("risk", msg("Code of the risk"), "R1"),
            Field("risk_description", msg("Risk"), "Приёмка работ без комиссии"),
        ),
    ),
    Rows(
        "measures",
        msg("Measures of the plan"),
        (
            Field("code", _CODE, "1"),
            Field("measure", msg("Measure"), "Издать приказ о комиссии по приёмке"),
            Field("recommendations", msg("Codes of the recommendations that it carries out"), "1, 2"),
            Field("risks", msg("Risks that it removes"), "Приёмка работ без комиссии"),
            Field("completion_form", msg("Form of completion"), "Приказ"),
            Field("due", msg("Term"), "28 июня 2024"),
            Field("unit", msg("Responsible unit"), "Отдел строительства"),
        ),
    ),
    Rows(
        "progress",
        msg("Quarterly information of the units, measure by measure"),
        (
            Field("quarter", msg("Quarter"), "II квартал 2024"),
            Field("unit", msg("Unit"), "Отдел строительства"),
            Field("received_on", msg("Received on"), "4 июля 2024"),
            Field("measure", msg("Code of the measure"), "1"),
            Field("progress", msg("Progress"), "Приказ издан"),
            Field("documents", msg("Documents"), "Приказ № 44 от 20.05.2024"),
        ),
    ),
    Rows(
        "reviews",
        msg("Reviews of that information, recommendation by recommendation"),
        (
            Field("quarter", msg("Quarter"), "II квартал 2024"),
            Field("unit", msg("Unit"), "Отдел строительства"),
            Field("reviewed_on", msg("Reviewed on"), "10 июля 2024"),
            Field("recommendation", msg("Code of the recommendation"), "1"),
            Field("state", msg("Status"), "Исполняется"),
            Field("completed", msg("Whether the form of completion was reached"), "нет"),
            Field("comment", msg("Comment"), "Ожидается приказ"),
        ),
    ),
)

ANALYSIS = Fields(_GROUPS, _ROWS)
