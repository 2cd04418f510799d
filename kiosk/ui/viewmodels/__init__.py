"""View models: a snapshot in, typed properties for QML out."""
