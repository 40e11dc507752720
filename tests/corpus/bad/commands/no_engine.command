2 assess declarations.ndjson --rules rules.stce --engine fast
