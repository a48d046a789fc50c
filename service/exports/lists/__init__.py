"""The lists that there are; each module enters its own in the table (`service.exports.exported`)."""

from service.exports.lists import (  # they enter their lists in the table
    audit,  # noqa: F401
    cartogram,  # noqa: F401
    cases,  # noqa: F401
    compared,  # noqa: F401
    deadlines,  # noqa: F401
    facts,  # noqa: F401
    figures,  # noqa: F401
    findings,  # noqa: F401
    found,  # noqa: F401
    heat,  # noqa: F401
    instruction,  # noqa: F401
    notices,  # noqa: F401
    organizations,  # noqa: F401
    plans,  # noqa: F401
    reconciliations,  # noqa: F401
    reports,  # noqa: F401
    review,  # noqa: F401
    scores,  # noqa: F401
    silent,  # noqa: F401
    tasks,  # noqa: F401
    told_to_whom,  # noqa: F401
    tree,  # noqa: F401
)
