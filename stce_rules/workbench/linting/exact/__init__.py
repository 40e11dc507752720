"""What an exact analysis of conditions shows: what never happens, decides nothing, or hides behind a blank box.

sentences → topics (`asked`) → the states each topic can be in (`states`: `tariff`, `codes`, `amounts`, `texts`) →
conditions as decision diagrams over them (`worlds`, `diagrams`) → findings in one unit (`of_unit`: `idle`, `never`,
`blanks`) and between units (`of_whole`). Truths are true, unknown and false throughout. What holds in all states is
said; what holds in some is tried first by the engine that defines the language (`witnesses`).
"""
