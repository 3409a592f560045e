"""The forms in which a comparison is given out."""
