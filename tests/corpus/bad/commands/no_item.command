2 explain R-1 --declaration 26XX0001 --item 7 --rules rules.stce declarations.ndjson
