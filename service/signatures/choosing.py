"""Which verifier the settings ask for."""

from service.alerts.outgoing import trusted_by
from service.clock import Clock
from service.settings import Settings
from service.signatures.local import LocalVerifier
from service.signatures.ncanode import NcaNodeVerifier
from service.signatures.port import SignatureVerifier


def verifier(settings: Settings, clock: Clock) -> SignatureVerifier:
    """Give the verifier of this machine, and NCANode behind it if the operator runs one."""
    local = LocalVerifier(settings.trust_dir)
    if settings.ncanode_url is None:
        return local
    return NcaNodeVerifier(local, settings.ncanode_url, trusted_by(settings), clock)
