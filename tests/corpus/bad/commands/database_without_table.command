2 replay sqlite:///base.db --rules rules.stce
