"""Schemas in one form, however they were written."""
