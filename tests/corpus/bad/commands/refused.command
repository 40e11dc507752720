1 assess declarations.ndjson --rules rules.stce --format json
