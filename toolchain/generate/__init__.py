"""`make generate`: description and overlays → resolved document → the generated package, in one all-or-nothing step."""
