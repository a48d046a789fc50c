"""Search over cases, organisations, people and documents: what is asked, how it is looked for, how it is shown."""
