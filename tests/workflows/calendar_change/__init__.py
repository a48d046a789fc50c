"""Changes of the working-day calendar."""
