"""The documentation as a static site: guides, both references, corrections and changes."""
