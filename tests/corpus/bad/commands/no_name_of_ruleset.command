2 new ruleset My_Rules
