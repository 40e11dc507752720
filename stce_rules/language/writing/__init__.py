"""The rooms behind `format`: syntax tree → atoms (words that stay together) → lines."""
