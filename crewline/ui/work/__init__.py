"""Work behind the pages: in a bounded pool of processes, in a fair line, kept by content.

    Task -> Pool (Line -> Worker) -> Ticket -> Kept

A page asks through `crewline.ui.parts.working`; nothing here draws.
"""
