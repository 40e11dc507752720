"""The rooms behind `parse`: characters → tokens → statements → raw tree (mended where it halts) → syntax tree."""
