2 explain R-2 --declaration 26XX0001 --rules rules.stce declarations.ndjson
