"""What a difference means for callers: proofs, witnesses, classes."""
