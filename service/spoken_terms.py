"""How people speak of deadlines: how they stand, in which group, with which force."""

SPOKEN: dict[str, dict[str, str]] = {
    "status": {
        "overdue": "Overdue",
        "soon": "Due soon",
        "open": "Open",
        "review": "Waiting for review",
        "met": "Done in time",
        "late": "Done late",
        "none": "Not applicable",
    },
    "Standing": {
        "overdue": "Overdue",
        "due_soon": "Due soon",
        "open": "Awaited",
        "missed": "Overdue, not done yet",
        "met_late": "Done late",
        "early": "Done too early",
        "not_done": "Not done",
        "met": "Done in time",
        "dropped": "No longer applies",
        "late": "Done out of time, or not at all",
        "breach": "Breaches",
        "not_yet": "Not due yet",
        "all": "All that apply",
    },
    "strength": {"hard": "Binding", "recommended": "Recommended"},
}
"""Kind of code to code to message id: `status` is what pages mark with a colour, `Standing` the groups of `projections.deadline_filters`."""
