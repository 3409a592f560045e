"""What the difference between two OpenAPI descriptions means for those who call the API through a typed client.

`toolchain.diff.command` is the command, `toolchain.diff.compare` the comparison without input and output; docs/diff.md
says what counts as what.
"""
