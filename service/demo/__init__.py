"""The demonstration: organisations, accounts and analyses carried through their true dates."""

from service.demo.load import load

__all__ = ["load"]
