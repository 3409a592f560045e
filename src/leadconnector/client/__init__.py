"""Transport, errors, retries and the model codec; knows nothing of invoices."""
