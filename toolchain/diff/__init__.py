"""What the difference between two OpenAPI descriptions means for those who call the API through a typed client.

From the bottom: `inputs` opens the descriptions, `normalize` writes schemas as lists of alternatives, `classify` proves
that nobody is harmed or finds a value that shows it, `compare` goes down both sides in step, `report` gives out what
was found. docs/diff.md says what counts as what.
"""
