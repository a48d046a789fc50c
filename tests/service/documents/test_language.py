"""The language of templates: fields, rows and conditions; everything else is refused, and said where it stands."""

import io
import re

import docx
import pytest

from events.text import Text
from service.documents import filler as filling
from service.documents import places
from service.documents.checking import check
from service.documents.fields import Contents, example
from service.documents.filler import Filler
from service.documents.filling import BLANK
from service.documents.kinds import KINDS
from service.documents.language import Environment, Reading
from service.documents.places import Places
from service.documents.refusals import TooMuchToFill
from service.i18n import translator
from tests.service.documents.made import template, text_of
from workflows.refusals import Invalid

KIND, RU = KINDS["report"], translator("ru")
PYTHON = re.compile(
    r"\b(?:[A-Z]\w+Error|Filter|Getattr|Getitem|Call|Const|Concat|token|expected|got|jinja|print statement|undefined)\b",
    re.IGNORECASE,
)
"""Words of the library, none of which an official reads."""


async def _refused(*paragraphs: str) -> list[Text]:
    with pytest.raises(Invalid) as refused:
        await check(Filler(), template(*paragraphs), KIND)
    return [one.text for one in refused.value.violations]


@pytest.mark.parametrize(
    ("paragraphs", "name", "where"),
    [
        (("Номер {{ order.numbr }} от",), "order.numbr", "Номер {{ order.numbr }} от"),
        (("{{ orders.number }}",), "orders.number", "{{ orders.number }}"),
        (("{{ number }}",), "number", "{{ number }}"),
        (("{% if report.numbr %}x{% endif %}",), "report.numbr", "{% if report.numbr %}"),
        (("{%p for one in riskz %}", "{{ one.code }}", "{%p endfor %}"), "riskz", "riskz"),
        (("{%p for one in risks %}", "{{ one.cod }}", "{%p endfor %}"), "one.cod", "{{ one.cod }}"),
        (("{{ one.code }}",), "one.code", "{{ one.code }}"),
        (("{{ loop.index }}",), "loop.index", "{{ loop.index }}"),
        (("{%p for one in risks %}", "{{ loop.length }}", "{%p endfor %}"), "loop.length", "{{ loop.length }}"),
    ],
)
async def test_a_field_that_is_not_there_is_named(paragraphs: tuple[str, ...], name: str, where: str) -> None:
    """A template that names what is no field is refused with its name, and the text in which it stands."""
    [said] = await _refused(*paragraphs)
    assert f"There is no field “{name}”" in str(said)
    assert where in said.params["where"]


async def test_everything_wrong_is_said_at_once() -> None:
    """Of several unknown fields each is named."""
    found = await _refused("{{ a.b }}", "{{ order.number }}", "{{ c.d }}")
    assert [one.params["said"].params["name"] for one in found] == ["a.b", "c.d"]
    assert [str(one.params["place"]) for one in found] == ["Paragraph 1", "Paragraph 3"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7 * 7 }}",
        "{{ ''.__class__ }}",
        "{{ body.name.__class__.__mro__ }}",
        "{{ body['name'] }}",
        "{{ body.name|upper }}",
        "{{ body.name.upper() }}",
        "{{ range(1000000) }}",
        "{{ 'a' ~ 'b' }}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro x() %}{% endmacro %}",
        "{% if body.name == 'x' %}{% endif %}",
        "{% for x in [1, 2] %}{% endfor %}",
        "{% for x in risks if x.code %}{% endfor %}",
        "{% for x in risks recursive %}{% endfor %}",
        "{% for x, y in risks %}{% endfor %}",
        "{% block x %}{% endblock %}",
        "{{ cycler }}",
        "{{ lipsum() }}",
        "{{ self }}",
        "{% with %}{% endwith %}",
        "{% filter upper %}{% endfilter %}",
        "{{ body.name if body.name }}",
    ],
)
async def test_nothing_else_is_carried_out(text: str) -> None:
    """Arithmetic, calls, filters, attributes of attributes, and every other statement are refused before anything runs."""
    found = await _refused("Приказ", text)
    assert found
    for one in found:
        assert str(one).startswith("Paragraph 2, at “")
        assert text in str(one)
        assert not PYTHON.search(str(one).replace(text, "").replace("“for”", "").replace("“if”", "")), str(one)


@pytest.mark.parametrize(
    "text", ["{{ order.number", "{% if order.number %}", "{{ order number }}", "{% nonsense %}", "{{ }}"]
)
async def test_what_cannot_be_read_is_said_where(text: str) -> None:
    """An expression that is not finished or not known is refused, with the text near it."""
    [said] = await _refused("Приказ", text)
    assert str(said).startswith(f"Paragraph 2, at “{text}”: ")
    assert any(words in str(said) for words in ("cannot be read", "is not ended", "There is no instruction “nonsense”"))
    assert not PYTHON.search(str(said).replace(text, "")), str(said)


async def test_a_name_of_fields_is_no_name_of_a_row() -> None:
    """A row may not be called as fields are: which is meant would be open."""
    [said] = await _refused("{%p for order in risks %}", "{{ order.code }}", "{%p endfor %}")
    assert "“order” is the name of fields" in str(said)


async def test_it_is_said_where_in_the_document() -> None:
    """In which cell of which table, in a header, a footer; of what stands twice, both places; the text around is cut to what finds it."""
    document = docx.Document()
    document.add_paragraph("Приказ {{ a.wrong }} " + "об утверждении " * 20)
    document.add_table(rows=1, cols=1)
    table = document.add_table(rows=2, cols=3)
    table.cell(1, 2).text = "Срок: {{ order.wrong }}"
    document.add_paragraph("И снова {{ a.wrong }}")
    document.sections[0].header.paragraphs[0].text = "{{ b.wrong }}"
    document.sections[0].footer.paragraphs[0].text = "{{ body.name|upper }}"
    document.save(made := io.BytesIO())
    with pytest.raises(Invalid) as refused:
        await check(Filler(), made.getvalue(), KIND)
    told = [(str(one.text.params["place"]), one.text.params["where"]) for one in refused.value.violations]
    assert [place for place, _ in told] == [
        "Paragraph 1", "Table 2, row 2, cell 3", "Paragraph 2", "In the header of a page", "In the footer of a page"
    ]  # fmt: skip
    assert told[0][1].startswith("Приказ {{ a.wrong }} об утверждении")
    assert told[0][1].endswith("…")
    assert len(told[0][1]) < 100
    assert told[1][1] == "Срок: {{ order.wrong }}"


async def test_what_is_not_ended_is_found_where_it_begins() -> None:
    """Of an instruction without an end the beginning is named, not the end of the document."""
    [said] = await _refused("А", "{%p if order.number %}", "Б", "{%p for one in risks %}", "В", "{%p endfor %}", "Г")
    assert str(said).startswith("Paragraph 2, at “{% if order.number %}”: “if” is not ended")


async def test_what_makes_no_document_is_told_in_plain_words() -> None:
    """An expression across paragraphs breaks the document: the refusal says so without a word of the library."""
    found = await _refused("{% if order.number %}а", "{{ order.number }}", "{%tr endif %}")
    assert found
    assert not any(PYTHON.search(str(one)) for one in found), [str(one) for one in found]
    assert all("xception" not in str(one) and "Error" not in str(one) for one in found)


async def test_what_is_needed_is_what_leaves_a_blank() -> None:
    """Fields that a condition asks for first are not needed; those that are printed anyway are."""
    made = template(
        "{{ order.number }}", "{%p if report.number %}", "{{ report.number }} {{ report.date }}", "{%p endif %}",
        "{%p for one in risks %}", "{{ one.code }}{% if one.area %} {{ one.area }}{% endif %}", "{%p endfor %}",
        "{%p if not positions %}", "—", "{%p endif %}",
    )  # fmt: skip
    assert set(await check(Filler(), made, KIND)) == {"order.number", "report.date", "risks", "risks.code"}


async def test_conditions_take_what_is_not_known_for_nothing() -> None:
    """`if` leaves out what is not known; `for` over no rows gives one line to fill in by hand."""
    made = template("{% if order.number %}A{% else %}B{% endif %}", "{% if risks %}C{% else %}D{% endif %}", "{%p for one in risks %}", "E {{ one.code }}", "{%p endfor %}")  # fmt: skip
    fields = KIND.fields
    groups = {group.name: dict.fromkeys(one.name for one in group.fields) for group in fields.groups}
    filled = await Filler().fill(
        made, fields, [example(fields, RU), Contents(groups, {rows.name: [] for rows in fields.rows})]
    )
    full, empty = map(text_of, filled.documents)
    assert full.split() == ["A", "C", "E", "R1", "E", "R1"]
    assert empty.split() == ["B", "D", "E", BLANK]


async def test_expressions_that_word_cut_in_pieces_are_read() -> None:
    """A field whose braces and name stand in several runs is filled in as one."""
    document = docx.Document()
    paragraph = document.add_paragraph("№ ")
    for piece in ("{", "{ order", ".num", "ber }", "}"):
        paragraph.add_run(piece)
    document.sections[0].header.paragraphs[0].text = "{{ body.name }}"
    document.save(made := io.BytesIO())
    assert set(await check(Filler(), made.getvalue(), KIND)) == {"order.number", "body.name"}
    filled = await Filler().fill(made.getvalue(), KIND.fields, [example(KIND.fields, RU)])
    assert "№ 17-Ө" in text_of(filled.documents[0])
    header = docx.Document(io.BytesIO(filled.documents[0])).sections[0].header
    assert header.paragraphs[0].text == "Управление образования области"


async def test_what_takes_too_much_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loops within loops over many rows end with a refusal, not with the service: time and memory are bounded."""
    monkeypatch.setattr(filling, "SECONDS", 1)
    loops = "".join(f"{{% for r{n} in risks %}}" for n in range(4)) + "x" + "{% endfor %}" * 4
    base = example(KIND.fields, RU)
    many = Contents(base.groups, {**base.rows, "risks": [base.rows["risks"][0]] * 300})
    with pytest.raises(TooMuchToFill):
        await Filler().fill(template(loops), KIND.fields, [many])


def test_each_paragraph_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of faults are each found in their own paragraph, without going through all others for every one of them."""
    many = 200
    fields = "".join(f"<w:p><w:r><w:t>A {{{{ wrong.n{n} }}}} b</w:t></w:r></w:p>" for n in range(many))
    source = f'<w:body xmlns:w="urn:w">{fields}</w:body>'
    plain, read = places.plain, list[str]()

    def noted(text: str) -> str:
        read.append(text)
        return plain(text)

    monkeypatch.setattr(places, "plain", noted)
    reading = Reading({"groups": {}, "rows": {}})
    reading.read(source, Environment(), Places("body", source))
    assert [one["place"]["paragraph"] for one in reading.wrong] == [*range(1, many + 1)]
    assert len(read) <= 5 * many
