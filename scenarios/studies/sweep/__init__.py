"""Sweeps: many variants of a scenario on the same random days, kept cell by cell.

    axes -> cells -> bench -> work -> kept -> store -> table

`axes` reads what is varied, `cells` multiplies it out, `bench` makes each cell's scenario (with
`factors` where a field is multiplied) and its digest. `work` simulates one cell, to the numbers
that `kept` describes; `crew` says who works (`cluster`: other machines), `computing` hands out,
`store` keeps whole files and `claims` shares a folder between processes. `table` puts all
together, `sweep` is the way from one end to the other.
"""
