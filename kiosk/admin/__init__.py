"""The lane's local page for staff and monitoring; it never calls the engine."""
