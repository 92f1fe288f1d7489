"""The compiled engine: the model's rules once more, as Numba kernels over tables.

The rules are those of `docs/model.md`, written a second time and not shared with the reference
engine, so that the equality of the two says something. What is shared decides nothing: the floor's
tables, the codes and their order in time, the look-up of draws, the layout of legs, the director.

    tables      what kernels work on
    rows        rows of tables by address
    state       a run: a few numbers, and the tables
    events      the event list
    draws       draws for later legs, and shares
    legs        laying out legs, and coming back
    queues      who waits
    agents      who idles, and who is chosen
    handling    what becomes of a leg
    handlers    what happens at each moment
    kernel      what Python calls
    floor       `simulate`, and the floor that the director knows
"""
