2 explain R-1 --declaration 26XX0003 --rules rules.stce declarations.ndjson
