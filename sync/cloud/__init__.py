"""The reference cloud order service: what stores push to and pull from."""
