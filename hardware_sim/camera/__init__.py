"""The simulated camera: a tabletop from above, what is held over it, as MJPEG."""
