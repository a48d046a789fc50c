"""How people speak of messages: what came of attempts, what became of a message, and of each notice that it was to hold."""

_STATES = {"waiting": "Waits to be sent", "given_up": "Given up", "withdrawn": "Not needed any more"}

SPOKEN: dict[str, dict[str, str]] = {
    "AttemptResult": {
        "refused": "Refused for good",
        "failed": "Refused for now",
        "timeout": "Took too long",
        "broken": "Connection broken off",
        "untrusted": "Not encrypted or not trusted",
        "forbidden": "Leads where it may not",
        "gone": "Receiver is gone (410)",
        "withdrawn": "Not needed any more",
        "lost": "Sender ended before it knew",
        "internal": "Failed in the service itself",
    },
    "DeliveryChannel": {"mail": "By mail"},
    "DeliveryState": _STATES,
    "ToldState": {
        **_STATES,
        "sent": "Sent",
        "left_out_done": "Not in the mail: done before it went",
        "left_out_ended": "Not in the mail: no longer awaited when it went",
        "left_out_moved": "Not in the mail: the date had moved when it went",
        "left_out_uncleared": "Not in the mail: access had ended when it went",
        "left_out_unwanted": "Not in the mail: the reader had switched off what is not mandatory",
    },
}
"""Kind of code to code to message id: `ToldState` is the state of a message, or why it left a notice out (`LeftOut`)."""
