"""What a person adds to the generated invoice models, which inherit from these classes by name."""
