"""Sync: the agent beside the kiosk, and the cloud order service (sync.cloud)."""
