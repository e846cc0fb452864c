"""Films and recordings: how they are played, and what is left after a session."""
