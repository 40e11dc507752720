2 explain R-1 --declaration 26XX0009 --rules rules.stce declarations.ndjson
