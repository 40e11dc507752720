2 explain R-1 --rules rules.stce
