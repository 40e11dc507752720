2 explain-code $ESC[2JE103
