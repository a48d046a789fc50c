"""Mails as they are read: text and HTML say the same, in the reader's language."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from events.text import Text, msg
from service.alerts.delivery import Delivery
from service.alerts.mail.contents import Contents
from service.alerts.mail.unsubscribing import token
from service.i18n import Translator

_PREFERENCES = "/preferences"


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes mails of one installation: `sender` is where they come from, `site` the address of its pages."""

    sender: Address
    site: str

    def digest(self, delivery: Delivery, to: str, t: Translator, name: str, found: Contents) -> EmailMessage:
        """Write what is due: each case with a link, and one thing to do."""
        [link, action] = self._action(found, t)
        subject = t.n("TBN-4: {n} deadline", "TBN-4: {n} deadlines", len(found.items) + found.more)
        if found.late:
            subject = t(msg("{subject}, late: {late}"), subject=subject, late=found.late)
        mail = self._mail(delivery, to, t, subject, "digest", name=name, found=found, link=link, action=action)
        if not found.mandatory:
            mail["List-Unsubscribe"] = f"<{self.site}/unsubscribe/{token(delivery.account)}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return mail

    def disabled(self, delivery: Delivery, to: str, t: Translator, name: str, title: str, why: Text) -> EmailMessage:
        """Write to its owner that a webhook hears nothing any more."""
        subject = t(msg("TBN-4: the webhook “{title}” is disabled"), title=title)
        link = f"{self.site}/webhooks/{delivery.webhook}"
        return self._mail(delivery, to, t, subject, "disabled", name=name, title=title, why=t(why), link=link)

    def code(self, delivery: Delivery, to: str, t: Translator, name: str, code: str) -> EmailMessage:
        """Write the code by which an address is confirmed."""
        subject = t(msg("TBN-4: code to confirm this address"))
        return self._mail(delivery, to, t, subject, "code", name=name, code=code, link=self.site + _PREFERENCES)

    def _action(self, found: Contents, t: Translator) -> tuple[str, str]:
        """Give what to do: open the one case, or look at all that is awaited."""
        first = found.items[0]
        if len({item.case_id for item in found.items}) == 1:
            return f"{self.site}/cases/{first.case_id}", t(msg("Open the case"))
        return f"{self.site}/tasks", t(msg("See my tasks"))

    def _mail(
        self, delivery: Delivery, to: str, t: Translator, subject: str, template: str, **values: Any
    ) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"] = self.sender, to
        mail["Subject"] = " ".join(subject.split())
        mail["Date"] = format_datetime(delivery.first_at)
        # the same for every attempt, so that a mail that arrives twice is shown once
        mail["Message-ID"] = f"<{delivery.id}@{self.sender.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        known = {"t": t, "_": t, "ngettext": t.n, "site": self.site, "subject": subject, **values}
        mail.set_content(_templates().get_template(f"{template}.txt").render(known))
        mail.add_alternative(_templates().get_template(f"{template}.html").render(known), subtype="html")
        mail["Content-Language"] = t.language
        return mail


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
