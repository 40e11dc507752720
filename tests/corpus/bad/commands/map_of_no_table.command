2 map init header_only.csv
