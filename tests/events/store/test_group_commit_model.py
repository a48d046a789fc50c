"""Group commit against a plain model in memory, driven by hypothesis."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.store.group_commit import GroupCommit
from events.store.reader import Row
from events.store.save import Committed, Conflict, Duplicate, Mismatch, Save, Verdict
from tests.events.store.material import Connect, event, rows

CASES = [UUID(int=number) for number in range(1, 5)]
COMMANDS = [UUID(int=number) for number in range(101, 113)]
LOGS = count(1)

events = st.builds(event, st.sampled_from(CASES), st.integers(0, 4), st.binary(max_size=4))
saves = st.builds(
    Save,
    st.sampled_from(COMMANDS),
    st.sampled_from([b"this", b"that"]),
    st.lists(events, min_size=1, max_size=3).map(tuple),
)


@dataclass
class Model:
    """What the log must hold and answer if saves are carried out one after another."""

    heads: dict[UUID, int] = field(default_factory=dict)
    commands: dict[UUID, Save] = field(default_factory=dict)

    def commit(self, save: Save) -> type[Verdict]:
        """Carry a save out, and return the kind of verdict it must get."""
        known = self.commands.get(save.command_id)
        if known:
            return Duplicate if known.request_hash == save.request_hash else Mismatch
        heads = dict(self.heads)
        for one in save.events:
            assert isinstance(one.originator_id, UUID)
            if one.originator_version != heads.get(one.originator_id, 0) + 1:
                return Conflict
            heads[one.originator_id] = one.originator_version
        self.heads = heads
        self.commands[save.command_id] = save
        return Committed


@given(st.lists(st.lists(saves, min_size=1, max_size=8), min_size=1, max_size=6))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # a new log each time
def test_saves_handed_in_together_are_judged_as_one_after_another(connect: Connect, rounds: list[list[Save]]) -> None:
    """Whatever is handed in at once: verdicts, contents and positions are those of carrying it out one by one."""
    asyncio.run(compare(connect, f"log {next(LOGS)}", rounds))


async def compare(connect: Connect, log: str, rounds: list[list[Save]]) -> None:
    model = Model()
    answers: list[tuple[Save, Verdict]] = []
    async with GroupCommit(connect, log, max_batch=5) as store:
        for handed_in in rounds:
            verdicts = await asyncio.gather(*[store.commit(save) for save in handed_in])
            assert [type(verdict) for verdict in verdicts] == [model.commit(save) for save in handed_in]
            answers += zip(handed_in, verdicts, strict=True)
    stored = await rows(connect, log)
    assert [row.position for row in stored] == list(range(1, len(stored) + 1))
    for save, verdict in answers:
        if isinstance(verdict, Committed | Duplicate):
            found = stored[verdict.first_position - 1 : verdict.last_position]
            assert [as_saved(row) for row in found] == list(model.commands[save.command_id].events)
            assert {(row.command_id, row.recorded_at) for row in found} == {(save.command_id, verdict.recorded_at)}
    assert len(stored) == sum(len(save.events) for save in model.commands.values())


def as_saved(row: Row) -> object:
    return event(row.originator_id, row.originator_version, row.state, row.topic)
