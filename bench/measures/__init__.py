"""What is measured, a module each: a function that does it in a fresh process, and one that makes rows of it."""
