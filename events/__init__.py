"""What happened: the vocabulary of events and the store that keeps them."""
