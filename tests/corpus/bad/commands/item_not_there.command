2 explain declarations.ndjson --declaration 26XX0001 --item 7 --rules rules.stce
