"""Floor 4: engines of one plan. They never import each other; what they share is `protocol` and `judging`."""
