2 assess declarations.ndjson --rules chemical
