"""The mail server, and what its answers mean."""

import contextlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

import aiosmtplib
from aiosmtplib import SMTP

from service.alerts.delivery import AttemptResult, Outcome

Tls = Literal["starttls", "implicit", "none"]

_LONGEST_DETAIL = 200
_FOR_GOOD = range(500, 600)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in; `timeout` in seconds is for each of its answers. Without TLS it is on this machine itself.

    `trusted` says which authorities may vouch for it, `announced` as what we greet it.
    """

    host: str
    port: int
    tls: Tls
    trusted: ssl.SSLContext
    user: str = ""
    password: str = ""
    announced: str = "localhost"
    timeout: float = 10.0

    async def send(self, mail: EmailMessage, recipient: str) -> Outcome:
        """Hand a mail in, once."""
        smtp = SMTP(
            hostname=self.host,
            port=self.port,
            use_tls=self.tls == "implicit",
            start_tls=self.tls == "starttls",
            tls_context=None if self.tls == "none" else self.trusted,
            local_hostname=self.announced,
            timeout=self.timeout,
        )
        try:
            return await self._hand_in(smtp, mail, recipient)
        except (aiosmtplib.SMTPException, OSError) as error:
            return _outcome(error)
        finally:
            smtp.close()

    async def _hand_in(self, smtp: SMTP, mail: EmailMessage, recipient: str) -> Outcome:
        await smtp.connect()
        if self.user:
            await smtp.login(self.user, self.password)
        _, answer = await smtp.send_message(mail, recipients=[recipient])
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):  # the mail is accepted, whatever comes after it
            await smtp.quit()
        return Outcome(AttemptResult.SENT, 250, answer[:_LONGEST_DETAIL])


def _outcome(error: Exception) -> Outcome:  # noqa: PLR0911 - one a kind of failure
    """Say what an error means: only what the server says of this very mail is for good."""
    causes = list(_causes(error))
    code = next((one.code for one in causes if isinstance(one, aiosmtplib.SMTPResponseException)), None)
    detail = str(getattr(error, "message", "") or type(error).__name__)[:_LONGEST_DETAIL]
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[first, *_]):
            return Outcome(_refused(first.code), first.code, first.message[:_LONGEST_DETAIL])
        case aiosmtplib.SMTPSenderRefused() | aiosmtplib.SMTPDataError():
            return Outcome(_refused(error.code), error.code, detail)
        case _ if any(isinstance(one, ssl.SSLError) for one in causes):
            return Outcome(AttemptResult.UNTRUSTED, code, detail)
        case _ if type(error) is aiosmtplib.SMTPException:  # the library's word for a server that offers no STARTTLS
            return Outcome(AttemptResult.UNTRUSTED, code, detail)
        case TimeoutError():
            return Outcome(AttemptResult.TIMEOUT, code, detail)
        case aiosmtplib.SMTPResponseException():
            return Outcome(AttemptResult.FAILED, code, detail)
        case aiosmtplib.SMTPConnectError():
            return Outcome(AttemptResult.NO_ANSWER, code, detail)
        case _:
            return Outcome(AttemptResult.BROKEN, code, detail)


def _refused(code: int) -> AttemptResult:
    return AttemptResult.REFUSED if code in _FOR_GOOD else AttemptResult.FAILED


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
