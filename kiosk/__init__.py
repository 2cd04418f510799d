"""The kiosk: a lane's screen, its basket, its ledger and its devices."""

__version__ = "0.1.0"
