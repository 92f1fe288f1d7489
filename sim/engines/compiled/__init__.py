"""The compiled engine: the model's rules once more, as Numba kernels over tables.

The rules are those of `docs/model.md`, written a second time and not shared with the reference
engine, so that the equality of the two says something. What is shared decides nothing: the floor's
tables, the codes and their order in time, the look-up of draws, the layout of legs, the director.

    tables      what kernels work on
    figures     what is watched, as tables
    rows        rows of tables by address
    state       a run: a few numbers, and the tables
    events      the event list
    draws       draws for later legs, and shares
    legs        laying out legs, and coming back
    losing      what becomes of a leg that no agent answers

Most contacts of most centres are calls, and their agents have one at once. Queues and groups that
know no more, nor any that they have to do with, are *plain*; theirs is the fast path:

    queues      who waits
    agents      who idles, and who is chosen
    handling    entering, answering and releasing

All others go the long way, which would give the same for the plain ones:

    lanes       who waits: call-backs and grades apart
    standing    agents who have several contacts at once
    choosing    who serves whom
    finding     who answers, if need be by putting work aside
    answering   dialling, talking, falling silent, and what comes of it
    entering    entering, serving a queue from its head, and releasing

And both:

    handlers    what happens at each moment
    looking     what is watched: samples, windows, crossings
    kernel      what Python calls
    floor       `simulate`, and the floor that the director knows
"""
