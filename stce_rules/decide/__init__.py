"""Floor 4: from judged rules to points, channel, and the reasons an officer reads."""
