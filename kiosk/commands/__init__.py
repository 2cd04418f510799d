"""The commands of `kiosk`: one module each, loaded when it is asked for."""
