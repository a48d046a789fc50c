"""What a person finds waiting."""
