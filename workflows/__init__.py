"""What may happen: a state machine and a case for each kind of work, its deadlines, the calendar."""
