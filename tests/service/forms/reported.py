"""What bodies of an oblast report of moves, activities, reconciliations, ethics and propaganda, kept beside the service."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.service.forms.oblast import OBLAST, PERIOD, Told, act, begin
from tests.serving import Served
from tests.workflows.liability.test_refusals import MOVE
from tests.workflows.liability.world import OFFENCE
from tests.workflows.reconciliation.life import listed, own
from tests.workflows.restriction_fact.life import OPENINGS
from workflows.actor import SYSTEM
from workflows.consequences import case_id

Key = tuple[str, ...]
CATEGORIES = ("administrative", "criminal", "discrediting")
MONTHS = ("2024-04", "2024-05", "2024-06")
MOVES, ACTIVITIES = "2.3.2", "2.5.1"


@dataclass
class Reported:
    """What was entered, by what makes it one thing (requirements §3), with the bodies that told of it.

    `facts` are by row of Appendix 2 and `nil` the bodies that declared none in it; `offences` those of acts that were approved or parts
    that were handed over, `compared` whether a body's lists stand, `acts` the bodies with an act of the quarter, `covered` those that
    another one reconciles for; `held`, `prevented` and `told` are what was done, each with a word of its own, by body.
    """

    facts: dict[str, dict[Key, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    nil: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    offences: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    compared: dict[str, int] = field(default_factory=dict)
    acts: set[str] = field(default_factory=set)
    covered: set[str] = field(default_factory=set)
    held: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    prevented: dict[str, list[str]] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)


async def reported(served: Served, told: Told, seed: int) -> Reported:
    """Enter it: of some bodies, of none at all of others."""
    made, chance = Reported(), random.Random(seed)  # noqa: S311 - an example, not a secret
    bodies = [body for body in told.above if "kgs" not in body]
    chance.shuffle(bodies)
    for body in bodies[:20]:
        await _moves(served, made, body, chance)
    await _activities(served, made)
    for row, silent in ((MOVES, bodies[20:28]), (ACTIVITIES, [*told.above][28:34] + [*told.above][60:80])):
        for body in silent:
            await begin(served, "reporting_row", body, "declare_no_facts", row=row, period=PERIOD, declared_on="2024-07-03", signature={"post": "first_head"})  # fmt: skip
            made.nil[row].add(body)
    await _reconciled(served, made, [body for body in bodies if body != OBLAST], chance)
    for body in bodies[:25]:
        await _ethics(served, made, body, chance)
    for body in bodies[4:16]:
        await _propaganda(served, made, body, chance)
    return made


async def _moves(served: Served, made: Reported, body: str, chance: random.Random) -> None:
    """Moves of which two bodies tell: the same people, day and number; some are withdrawn, some of the quarter before."""
    for n in chance.sample(range(12), 2):
        key = (f"Сериков Е. {n // 3}", f"Жумабеков А. {n // 6}", f"2024-02-{1 + n % 3:02}", f"2419030310{n % 2:05}")
        offender, superior, happened_on, number = key
        offence = OFFENCE | {"offender": offender, "happened_on": happened_on}
        fate, found_on = chance.random(), "2024-05-31"
        days = {"found_on": found_on}
        if fate < 0.15:
            days = {"found_on": "2024-03-20", "new_appointed_on": "2024-03-01"}
        data = MOVE | days | {"offence": offence, "superior": superior, "crime_number": number}
        case = await begin(served, "superior_move", body, "register_move", **data)
        if 0.15 <= fate < 0.3:
            await act(served, case, body, "withdraw_fact", withdrawn_on="2024-07-02", reason="Не подтвердилось")
        elif fate >= 0.3:
            made.facts[MOVES][key].add(body)


async def _activities(served: Served, made: Reported) -> None:
    """Activities that look alike: apart, but for those of which the body above says that they are one."""
    opening = OPENINGS[ACTIVITIES]
    data = opening.data | {"found_on": "2024-05-14"}
    for n in range(8):
        entity, above = f"{OBLAST}.kgs-{n:03}", f"{OBLAST}.dep-{n:02}"
        below = await begin(served, "restriction_fact", entity, opening.action, **data)
        case = await begin(served, "restriction_fact", above, opening.action, **data)
        linked = {"linked_on": "2024-07-02", "reason": "Один и тот же", "same_as": str(below.id)}
        if n % 2:
            await act(served, case, above, "link_fact", **linked)
        for body in (entity, above):
            made.facts[ACTIVITIES][str(n), "" if n % 2 else body].add(body)


async def _reconciled(served: Served, made: Reported, bodies: list[str], chance: random.Random) -> None:
    """Acts of the quarter, acts of later, lists still compared, parts for the oblast's act, and bodies with none of it."""
    made.covered = set(bodies[24:28])
    for body in (OBLAST, *bodies[:28]):
        await begin(served, "reconciliation", body, "plan", SYSTEM, year=2024, assigned_on="2024-01-15")
    whole = await _case(served, OBLAST)
    await act(served, whole, OBLAST, "decide_consolidation", decided_on="2024-06-01", covers=sorted(made.covered))
    for n, body in enumerate(bodies[:27]):
        rows = [_offence(k) for k in chance.sample(range(18), chance.randrange(4))]
        case = await _listed(served, body, rows)
        if body in made.covered:
            await act(served, case, body, "hand_over_part", handed_on="2024-06-12")
        elif n < 20:
            approved_on = "2024-06-17" if n < 14 else "2024-07-05"
            await _approve(served, case, body, approved_on)
            made.acts |= {body} if n < 14 else set()
        else:
            continue
        made.compared[body] = len(rows)
        for key, _ in rows:
            made.offences[key].add(body)
    await _approve(served, await _listed(served, OBLAST, []), OBLAST, "2024-06-20")
    made.compared[OBLAST] = 0
    made.acts.add(OBLAST)


def _offence(n: int) -> tuple[Key, dict[str, Any]]:
    """An offence of which several bodies may tell: what makes it one, and its row."""
    category = CATEGORIES[n % 3]
    key = (category, f"Ахметов А. {n // 6}", f"2023-11-{1 + n % 2:02}", f"1-{n // 9}/2024")
    days = {"in_force_on": None, "decision_on": "2024-03-01"} if category == "discrediting" else {}
    offence = {"category": category, "happened_on": key[2]}
    return key, own(str(n), key[1], offence=offence, act_no=key[3], **days)


async def _case(served: Served, body: str) -> Any:
    return await served.service.cases.get(case_id(body, "2.2.1", "2024"))


async def _listed(served: Served, body: str, rows: list[tuple[Key, dict[str, Any]]]) -> Any:
    """Both lists of a body, which agree."""
    ours = [row for _, row in rows]
    theirs = [
        listed(row["code"], key[1], row["in_force_on"], category=key[0], happened_on=key[2], act_no=key[3])
        | ({"decision_on": row["decision_on"]} if "decision_on" in row else {})
        for key, row in rows
    ]
    case = await act(served, await _case(served, body), body, "enter_own_list", entered_on="2024-06-10", rows=ours)
    data = {"received_on": "2024-06-11", "registry": "КПСиСУ", "rows": theirs}
    return await act(served, case, body, "receive_registry_list", **data)


async def _approve(served: Served, case: Any, body: str, on: str) -> None:
    signature = {"post": "apparatus_head"}
    await act(served, case, body, "approve_act", approved_on=on, number=f"14-3/{body}", signature=signature)


async def _subtask(served: Served, body: str, subtask: str, period: str) -> Any:
    return await begin(
        served, "subtask", body, "assign", SYSTEM, subtask=subtask, period=period, assigned_on="2024-01-15"
    )


async def _ethics(served: Served, made: Reported, body: str, chance: random.Random) -> None:
    """Events of some months, of all or of none; work with people, of the quarter and of before it."""
    for month in chance.sample(MONTHS, chance.randrange(4)):
        case = await _subtask(served, body, "4.2.3", month)
        made.held[body][month] = []
        for n in range(chance.choice((1, 2))):
            word = f"событие-{body}-{month}-{n}"
            case = await act(
                served, case, body, "record_ethics_event", held_on=f"{month}-22", format="offline", topics=["surveys"],
                units=["Отдел"], participants=7, work_done=word,
            )  # fmt: skip
            made.held[body][month].append(word)
    if chance.random() < 0.7:
        case = await _subtask(served, body, "4.2.4", "2024")
        made.prevented[body] = []
        for n, done_on in enumerate(chance.sample(("2024-02-05", "2024-05-06", "2024-06-28"), 2)):
            word = f"беседа-{body}-{n}"
            data = {"done_on": done_on, "name": "Иванова А. А.", "position": "Бухгалтер", "work_done": word}
            case = await act(served, case, body, "record_prevention", **data)
            made.prevented[body] += [word] if done_on > "2024-04" else []


async def _propaganda(served: Served, made: Reported, body: str, chance: random.Random) -> None:
    case = await _subtask(served, body, "4.3.1", "2024")
    made.told[body] = []
    for n, held_on in enumerate(chance.sample(("2024-02-05", "2024-05-06", "2024-06-28"), chance.randrange(3))):
        word = f"разъяснение-{body}-{n}"
        case = await act(
            served, case, body, "record_propaganda", kind="life_situation", subject=word, measure="Встреча",
            held_on=held_on, held_at="15:00", evidence_address="https://kz2050.gov.kz/tasks/4-3-1",
        )  # fmt: skip
        made.told[body] += [word] if held_on > "2024-04" else []
