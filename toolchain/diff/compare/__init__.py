"""What differs between two descriptions, piece by piece."""
