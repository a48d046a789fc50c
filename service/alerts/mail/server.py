"""The mail server, to which mails are handed in."""

import contextlib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

import aiosmtplib
from aiosmtplib import SMTP

from service.alerts.delivery import AttemptResult, Outcome
from service.alerts.mail.answers import LONGEST_DETAIL, outcome

Tls = Literal["starttls", "implicit", "none"]


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
            return outcome(error)
        finally:
            smtp.close()

    async def _hand_in(self, smtp: SMTP, mail: EmailMessage, recipient: str) -> Outcome:
        await smtp.connect()
        if self.user:
            await smtp.login(self.user, self.password)
        _, answer = await smtp.send_message(mail, recipients=[recipient])
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):  # the mail is accepted, whatever comes after it
            await smtp.quit()
        return Outcome(AttemptResult.SENT, 250, answer[:LONGEST_DETAIL])
