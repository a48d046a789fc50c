"""Who may use the service: accounts, log-ins, sessions, bearer tokens."""

from service.access.access import Access
from service.access.account import AccessError, Account, Token
from service.access.attempts import TooManyAttempts

__all__ = ["Access", "AccessError", "Account", "Token", "TooManyAttempts"]
