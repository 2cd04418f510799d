"""The trade in its own words: pure, no I/O, no clock, no randomness."""
