"""Floor 3: a checked program to a plan, the engine-neutral data that every engine loads."""
