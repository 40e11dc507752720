0 map check goods.csv --map goods.yaml
