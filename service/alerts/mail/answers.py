"""What the answers of a mail server mean: of whom they speak, of this mail and its reader, or of us."""

import re
import ssl
from collections.abc import Iterator

import aiosmtplib

from service.alerts.delivery import AttemptResult, Outcome

LONGEST_DETAIL = 200

_FOR_GOOD = range(500, 600)
_LOG_IN = frozenset({530, 534, 535, 538})
_ENHANCED = re.compile(r"\s*5\.(\d{1,3})\.(\d{1,3})\b")
_OF_THE_READER = frozenset({1, 2})  # RFC 3463: the address, the mailbox
_OF_THE_SENDER = frozenset({"1.7", "1.8"})
_OF_THE_MAIL = frozenset({"2.3", "3.4", "6.0", "6.1", "6.2", "6.3", "6.5"})  # too long, or nothing that they can take
_READER_CODES, _MAIL_CODES = frozenset({550, 551, 552}), frozenset({552, 554})
_ABOUT_US = re.compile(
    r"relay|authent|log.?in|block|black.?list|deny.?list|rbl|dnsbl|spamhaus|reputation|policy|banned|denied|rate|helo|ehlo|ptr|spf|dkim|dmarc|sender",
    re.IGNORECASE,
)


def outcome(error: Exception) -> Outcome:  # noqa: PLR0911 - one a kind of failure
    """Say what an error means.

    Only what the server says of this very mail or its reader is for good. What it says of us, somebody has to mend: the mail is
    kept meanwhile.
    """
    causes = list(_causes(error))
    code = next((one.code for one in causes if isinstance(one, aiosmtplib.SMTPResponseException)), None)
    detail = str(getattr(error, "message", "") or type(error).__name__)[:LONGEST_DETAIL]
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[first, *_]):
            found = _refused(first.code, first.message, about_mail=False)
            return Outcome(found, first.code, first.message[:LONGEST_DETAIL])
        case aiosmtplib.SMTPDataError():
            return Outcome(_refused(error.code, detail, about_mail=True), error.code, detail)
        case aiosmtplib.SMTPSenderRefused() | aiosmtplib.SMTPAuthenticationError() | aiosmtplib.SMTPHeloError():
            return Outcome(_ours(error.code), error.code, detail)
        case _ if any(isinstance(one, ssl.SSLError) for one in causes):
            return Outcome(AttemptResult.UNTRUSTED, code, detail)
        case _ if type(error) is aiosmtplib.SMTPException:  # the library's word for a server that offers no STARTTLS
            return Outcome(AttemptResult.UNTRUSTED, code, detail)
        case TimeoutError():
            return Outcome(AttemptResult.TIMEOUT, code, detail)
        case aiosmtplib.SMTPResponseException():
            return Outcome(_ours(error.code), code, detail)
        case aiosmtplib.SMTPConnectError():
            return Outcome(AttemptResult.NO_ANSWER, code, detail)
        case _:
            return Outcome(AttemptResult.BROKEN, code, detail)


def _refused(code: int, said: str, *, about_mail: bool) -> AttemptResult:
    """Judge a refusal of a recipient, or of the mail itself, by its enhanced code; where there is none by what it says."""
    if code not in _FOR_GOOD:
        return AttemptResult.FAILED
    if code in _LOG_IN:
        return AttemptResult.MISCONFIGURED
    if enhanced := _ENHANCED.match(said):
        subject, exact = int(enhanced[1]), f"{int(enhanced[1])}.{int(enhanced[2])}"
        of_the_reader = subject in _OF_THE_READER and exact not in _OF_THE_SENDER
        return AttemptResult.REFUSED if of_the_reader or exact in _OF_THE_MAIL else AttemptResult.MISCONFIGURED
    final = code in (_MAIL_CODES | _READER_CODES if about_mail else _READER_CODES) and not _ABOUT_US.search(said)
    return AttemptResult.REFUSED if final else AttemptResult.MISCONFIGURED


def _ours(code: int) -> AttemptResult:
    return AttemptResult.MISCONFIGURED if code in _FOR_GOOD else AttemptResult.FAILED


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
