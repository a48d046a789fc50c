"""The register in memory."""


class Register:
    """Answers questions about organisations and posts on a date."""


EMPTY = Register()
