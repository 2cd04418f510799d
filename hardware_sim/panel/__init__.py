"""The control panel: one HTTP server to watch and to do what people do to a store."""
