2 chek rules.stce
