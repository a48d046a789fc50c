"""The story of the demonstration and its papers, before anything is loaded."""

from collections import Counter
from datetime import date

from service.aggregates import FEWEST
from service.demo.load import accounts
from service.demo.paper import pdf
from service.demo.people import actors
from service.demo.step import Place
from service.demo.story import steps

TODAY = date(2026, 11, 23)


def test_the_aggregate_shows_one_cell_and_hides_others() -> None:
    """Of the offences reported this year enough are crimes of Almaty region for its cell to be told, and no others."""
    told = [step for step in steps(TODAY) if step.action == "register_offence"]
    cells = Counter((step.organization.split(".")[0], step.data["offence"]["category"]) for step in told)
    assert cells == {
        ("almaty-region", "criminal"): 6,
        ("almaty-region", "administrative"): 1,
        ("akmola", "criminal"): 1,
    }
    assert [cell for cell, n in cells.items() if n >= FEWEST] == [("almaty-region", "criminal")]
    assert len({step.organization for step in told}) == 5


def test_papers_are_whole() -> None:
    """A paper's table of objects leads to each of them, whatever the letters."""
    paper = pdf(["Протокол № 4", "Қонаев Жылу"])
    start = int(paper.rsplit(b"startxref\n", 1)[1].split()[0])
    assert paper[start:].startswith(b"xref\n0 7\n")
    places = [int(line[:10]) for line in paper[start:].split(b"\n")[3:9]]
    assert [paper[place:].split(b" ", 1)[0] for place in places] == [b"%d" % n for n in range(1, 7)]


def test_everybody_in_the_story_has_a_name() -> None:
    """Who acts without an account to log in with gets one account each, with a readable name and without a login of others."""
    known = {_place(row) for row in accounts()}
    story = steps(TODAY)
    made = actors(story, known)
    assert {step.place for step in story if step.by != "system"} <= known | {_place(row) for row in made}
    assert len({row["login"] for row in (*accounts(), *made)}) == len(accounts()) + len(made)
    names = [row["name"] for row in (*accounts(), *made)]
    assert len(set(names)) == len(names)
    assert not any("demo" in name or "_" in name for name in names)


def _place(row: dict[str, str]) -> Place:
    return row["organization"], row.get("post") or row["role"], row.get("person", "")
