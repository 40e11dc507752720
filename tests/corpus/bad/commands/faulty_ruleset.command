2 assess declarations.ndjson --rules faulty.stce
