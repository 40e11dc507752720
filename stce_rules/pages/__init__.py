"""Floor 0: pages of HTML that stand alone, on a screen and on paper, and know nothing of customs.

`markup` (pieces, escaped where they enter) → `frame` (title, sections, one look, nothing asked for outside the page).
"""
