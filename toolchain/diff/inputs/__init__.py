"""What is compared: files, folders and revisions as documents."""
