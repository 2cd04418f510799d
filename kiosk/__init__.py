"""The kiosk: a lane's screen, its basket, its ledger and its devices."""
