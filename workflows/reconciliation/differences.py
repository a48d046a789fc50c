"""What the two lists say differently, and how each difference was settled; one by one, never all at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from events.reconciliation import DifferenceResolved, Resolution
from workflows.reconciliation.matching import Matched, Pair
from workflows.reconciliation.record import Record, differing, digest
from workflows.reconciliation.stages import MatchRule


class DifferenceKind(StrEnum):
    """In which way the lists differ."""

    OWN_ONLY = "own_only"
    REGISTRY_ONLY = "registry_only"
    FIELDS = "fields"
    PROPOSED = "proposed"


PAIRED = frozenset({DifferenceKind.FIELDS, DifferenceKind.PROPOSED})
"""Differences between two rows; the others are about a row that the other list lacks."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference, by a key that holds as long as the rows say what they say.

    `own` and `registry` are the codes of the rows, "" for none. `fields` names what the two rows say differently; `candidates`
    are the rows that fit a row alike, so that it is in no pair; of very many, the first. `resolution` is how it was settled, None while it is open.
    """

    key: str
    kind: DifferenceKind
    own: str = ""
    registry: str = ""
    rule: MatchRule | None = None
    fields: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    resolution: DifferenceResolved | None = None


def differences(matched: Matched, resolutions: Mapping[str, DifferenceResolved]) -> Iterator[Difference]:
    """Give the differences: proposed pairs, pairs that say different things, rows of one list alone.

    When two rows turn out to be different facts, each is a row that the other list lacks, to be settled in its turn.
    """
    for pair in matched.pairs:
        fields = differing(pair.own, pair.registry)
        if not fields and not pair.proposed:
            continue
        found = _of_pair(pair, fields, resolutions)
        if pair.proposed and found.resolution is None and (apart := _settled_apart(pair, resolutions)):
            yield from apart
            continue
        yield found
        if found.resolution and found.resolution.resolution is Resolution.DIFFERENT_FACTS:
            yield _alone(DifferenceKind.OWN_ONLY, pair.own, (), resolutions)
            yield _alone(DifferenceKind.REGISTRY_ONLY, pair.registry, (), resolutions)
    for own in matched.own_only:
        yield _alone(DifferenceKind.OWN_ONLY, own, matched.own_candidates.get(own.code, ()), resolutions)
    for registry in matched.registry_only:
        candidates = matched.registry_candidates.get(registry.code, ())
        yield _alone(DifferenceKind.REGISTRY_ONLY, registry, candidates, resolutions)


def _of_pair(pair: Pair, fields: tuple[str, ...], resolutions: Mapping[str, DifferenceResolved]) -> Difference:
    key = f"pair/{pair.own.code}/{pair.registry.code}/{digest(pair.own.content, pair.registry.content)}"
    kind = DifferenceKind.PROPOSED if pair.proposed else DifferenceKind.FIELDS
    return Difference(key, kind, pair.own.code, pair.registry.code, pair.rule, fields, resolution=resolutions.get(key))


def _settled_apart(pair: Pair, resolutions: Mapping[str, DifferenceResolved]) -> tuple[Difference, ...]:
    """Give the two rows of a pair as differences, if each was settled by itself, before a rule proposed the pair."""
    one = _alone(DifferenceKind.OWN_ONLY, pair.own, (), resolutions)
    other = _alone(DifferenceKind.REGISTRY_ONLY, pair.registry, (), resolutions)
    return (one, other) if one.resolution and other.resolution else ()


def _alone(
    kind: DifferenceKind, record: Record, candidates: tuple[str, ...], resolutions: Mapping[str, DifferenceResolved]
) -> Difference:
    is_own = kind is DifferenceKind.OWN_ONLY
    key = f"{'own' if is_own else 'registry'}/{record.code}/{digest(record.content, *candidates)}"
    own, registry = (record.code, "") if is_own else ("", record.code)
    return Difference(key, kind, own, registry, candidates=candidates, resolution=resolutions.get(key))
