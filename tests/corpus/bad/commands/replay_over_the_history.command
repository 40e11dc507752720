2 replay declarations.ndjson --rules rules.stce --findings declarations.ndjson
