"""How codes of forms are spoken of: kind of code to code to message id."""

SPOKEN: dict[str, dict[str, str]] = {
    "FormLikeness": {
        "same": "It says the same",
        "supplemented": "It says the same, and something besides",
        "scan": "A scan: there is no text in it to compare",
        "different": "It says something else",
        "not_compared": "It could not be compared",
    }
}
