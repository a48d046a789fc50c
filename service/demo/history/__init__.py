"""Three years of a synthetic country: histories walked once through the machines, then told of every body."""
