"""The emergency study: what playbooks are worth, on the same random days with and without them.

    Loaded -> arms (plans) -> Arm (figures, recovery, log) -> Emergency -> tables

`arms` says what is simulated, `watching` what is made of each replication where it runs,
`recovery` when a line was out of its target and back in it, `figures` what is told of an arm.
`emergency` puts the arms together, `actions` says what each action did and earned, `tables` the
rest. `tuning` looks for better levels, sizes and lead times by a sweep.
"""
