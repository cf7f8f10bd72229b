"""An invented province, so that a newcomer sees the application at work. No one in it exists."""
