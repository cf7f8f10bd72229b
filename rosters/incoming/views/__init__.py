"""Pages of rosters on their way in, and of what each upload brought."""
