"""What machines read of a page: structured data, cards and drawn pictures for sharing."""
