"""Device drivers: bytes become events, and nothing of the trade is known here."""
