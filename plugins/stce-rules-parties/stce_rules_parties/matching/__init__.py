"""Names of parties compared: letters, words, sounds, names, lists of names; each module one step."""
