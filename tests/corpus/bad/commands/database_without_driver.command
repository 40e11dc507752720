2 replay mysql://officer:secret@host/base --query "SELECT 1" --rules rules.stce
