2 assess . --rules rules.stce
