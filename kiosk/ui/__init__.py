"""The screens: QML that binds, view models that decide. The only Qt beside app."""
