"""Files as offices send them, built from invented pupils whose every value is known."""
