"""`make build`: whether the wheel and the sdist hold what they should, and work."""
