"""The hardware simulator: a store's devices as real bytes, for demo and tests.

Each device model is pure (`feed(bytes) -> bytes`, `tick(seconds) -> bytes`) and
written from the device sheets on its own: nothing here is shared with the drivers,
so a misreading on one side shows as a disagreement. Transports, faults, the world
of one store and its control panel stand around the models.
"""
