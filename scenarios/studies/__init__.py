"""Studies: scenarios simulated, compared, put into tables and kept on disk.

    Loaded -> Study -> Comparison -> results folder

`study` simulates, `comparison` subtracts, `kpi_tables` and `summary` say it in tables and plain
data, `results` writes a folder and reads it back.
"""
