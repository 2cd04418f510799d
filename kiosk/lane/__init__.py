"""The lane: device events become domain events, and effects reach devices."""
