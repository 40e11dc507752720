2 explain D-1 --declaration 26XX0001 --item 1 --rules rules.stce declarations.ndjson
