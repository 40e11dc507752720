1 fmt --check latin.stce
