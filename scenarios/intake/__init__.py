"""Intake: a real centre's call log, read, judged, turned into a scenario, and replayed.

    log files + mapping -> Calls -> (Days, volumes, handling, patience, staffing) -> scenario files

Nothing here prints, and nothing that is read is altered.
"""

from scenarios.intake.importing import Imported, import_log
from scenarios.intake.log_check import LogCheck, check_against_log
from scenarios.intake.mapping import LogMapping, read_mapping
from scenarios.intake.quality import Finding, QualityReport
from scenarios.intake.replay import replay

__all__ = [
    "Finding",
    "Imported",
    "LogCheck",
    "LogMapping",
    "QualityReport",
    "check_against_log",
    "import_log",
    "read_mapping",
    "replay",
]
