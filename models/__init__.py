"""What the device knows by sight: models with their hashes, and what they answer.

It decides nothing about a sale: `models.product` suggests, the shopper confirms.
It starts no threads; those belong to kiosk.lane.
"""
