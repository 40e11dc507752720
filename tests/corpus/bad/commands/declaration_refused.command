2 explain R-1 --declaration 26XX0002 --rules rules.stce declarations.ndjson
