"""Why the table of superiors who resign says what it says, code to message id."""

VERDICT_REASONS = {
    "named": "The table names this superior and this subordinate",
    "elected_subordinate": "The table excepts elected akims",
    "not_named": "The table does not name this subordinate: there is no duty to resign",
    "administrative": "An administrative servant does not resign: discipline is considered for the subordinate's crime",
    "under_three_months": "Three months in the post had not passed at the time of the offence",
    "not_a_crime": "Superiors answer for corruption crimes only",
    "moved": "The superior moved before liability was considered: a fact of 2.3.2",
    "not_a_civil_servant": "The manager of a quasi-state entity is no civil servant: the supervising body decides",
    "superior_not_named": "The table does not name this superior",
    "elected_superior": "Another law governs the resignation of elected akims",
    "acting": "The superior only acted in the post: the law speaks of an appointment",
    "class_unknown": "It is not known whether the superior is a political civil servant",
    "subordinate_unknown": "The post of the offender is not known",
    "level_unknown": "It is not known whether the territorial department is that of a whole region",
    "no_deputy_between": "The head of a body right below the superior, with no deputy between: the table does not say",
    "not_immediate": "Discipline is for the crimes of immediate subordinates: a supervised one is not named",
    "item_absent": "The law now in force has no such item",
    "former_team": "The superior had hired a former subordinate: para 4 of the law may apply",
    "no_edition": "No edition of the table is known for that day",
    "decided_by_hand": "An official decided what the table leaves open",
}
