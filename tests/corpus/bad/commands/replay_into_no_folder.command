2 replay declarations.ndjson --rules rules.stce --findings nowhere/findings.ndjson
