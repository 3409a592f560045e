"""All that knows httpx: a successor of it is put in here, and nowhere else."""
