2 fmt nowhere.stce
