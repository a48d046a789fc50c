"""What the codes of a reconciliation are called: why rows are paired, how the lists differ; code to message id."""

MATCH_TITLES = {
    "act_and_name": "The same number of the act, and the name fits",
    "crime_and_name": "The same number in the Unified Register, and the name fits",
    "name_and_date": "The same name, in force or decided on the same day",
    "name_and_event": "The same name and the same date of the event",
    "initials_and_date": "The same surname with initials that fit, in force or decided on the same day",
    "initials_and_event": "The same surname with initials that fit, and the same date of the event",
    "spelling_and_act": "The same number of the act; the names are one but for the spelling",
    "spelling_and_crime": "The same number in the Unified Register; the names are one but for the spelling",
    "spelling_and_date": "In force or decided on the same day; the names are one but for the spelling",
    "spelling_and_event": "The same date of the event; the names are one but for the spelling",
    "short_name_and_act": "The same number of the act; one of the names has no patronymic",
    "short_name_and_crime": "The same number in the Unified Register; one of the names has no patronymic",
    "short_name_and_date": "In force or decided on the same day; one of the names has no patronymic",
    "short_name_and_event": "The same date of the event; one of the names has no patronymic",
    "near_name_and_act": "The same number of the act; the names differ by one letter",
    "near_name_and_crime": "The same number in the Unified Register; the names differ by one letter",
    "near_name_and_date": "In force or decided on the same day; the names differ by one letter",
    "near_name_and_event": "The same date of the event; the names differ by one letter",
    "name_and_near_date": "The name fits; the dates of force are a day apart, or have digits exchanged",
    "name_and_near_event": "The name fits; the dates of the event are a day apart, or have digits exchanged",
}

DIFFERENCE_TITLES = {
    "own_only": "Only in the body's list",
    "registry_only": "Only in the registry's list",
    "fields": "One fact that the lists tell differently",
    "proposed": "Maybe one fact: to be confirmed",
}

FIELD_TITLES = {
    "category": "Category",
    "counts_on": "In force, or decided on",
    "happened_on": "Date of the event",
    "act_no": "Number of the act",
    "crime_no": "Number in the Unified Register (ЕРДР)",
}

RESOLUTION_TITLES = {
    "own_list_right": "The body's list is right",
    "registry_right": "The registry is right",
    "same_fact": "It is the same fact",
    "different_facts": "They are different facts",
    "outside_scope": "It does not belong into this year's reconciliation",
}

SIDE_TITLES = {"own": "The body's list", "registry": "The registry's list"}
