r"""The decision page: what was asked, what could be done, what each costs and delivers, how sure.

    results folders or studies -> Decision (a value) -> Page (blocks in words) -> HTML
                                                    \-> XLSX, with live formulas

No Streamlit and no Plotly here: a report is made where only the command is installed.
"""

from crewline.reports.decision import Decision, Kind, Option
from crewline.reports.reading.folders import decision_of
from crewline.reports.reading.studies import decision_of_studies

__all__ = ["Decision", "Kind", "Option", "decision_of", "decision_of_studies"]
