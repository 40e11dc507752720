2 docs
