2 explain-code E1033
