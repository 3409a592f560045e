"""The operations of the description, a package per resource."""
