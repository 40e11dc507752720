2 assess nowhere.ndjson --rules rules.stce
