"""What only the people on an approved list may see (requirements §9: C4, C6)."""

from enum import StrEnum


class Clearance(StrEnum):
    """A kind of secret, named as in the catalogue; events that fall under none have an empty one.

    C4: reports of corruption offences, so that nobody who reported comes to harm (2.1.1, l.364–366). C6: accounts in foreign
    banks, which tax bodies tell under tax secrecy (2.5.5, l.496–498).
    """

    CORRUPTION_REPORTS = "C4"
    TAX_SECRECY = "C6"
