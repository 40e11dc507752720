"""Floor 9: the language server. No rule is judged here."""
