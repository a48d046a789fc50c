"""The whole history of a case as a file: PDF to read and sign, JSON Lines to check, CSV to count."""
