"""Rules that officers can read, for finding strategic goods in customs declarations."""
