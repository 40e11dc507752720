2 assess declarations.ndjson --rules rules.stce --adapter json-line
