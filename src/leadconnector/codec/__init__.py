"""Models to and from JSON: exact numbers, dates as the wire has them, and nothing of a response lost."""
