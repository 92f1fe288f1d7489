"""The app: pages on which planners tune a scenario and managers decide.

    address -> draft -> pages -> tasks -> pool of workers -> charts, reports

It describes and draws; all that is computed comes from `scenarios`. Importing this package is
light: Streamlit and Plotly are imported when a page is drawn.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["FLAGS", "FOLDER_VARIABLE", "FRONT", "SCRIPT", "main"]

#: The file for `streamlit run` where the package is installed and there is no `app.py`.
FRONT: Final = Path(__file__).parent / "start" / "front.py"

#: The file that draws pages.
SCRIPT: Final = Path(__file__).parent / "start" / "script.py"

#: Environment variable that names a folder of the user's own scenarios.
FOLDER_VARIABLE: Final = "CREWLINE_SCENARIOS"

#: Options of `streamlit run`, the same as in `.streamlit/config.toml`: this machine only, uploads
#: of at most so many megabytes and from our own pages, no reports to anybody, no question before
#: the start, no sweep of the memory after every click, our colours.
FLAGS: Final = (
    "--server.address=127.0.0.1",
    "--server.maxUploadSize=200",
    "--server.enableXsrfProtection=true",
    "--server.enableCORS=true",
    "--server.showEmailPrompt=false",
    "--server.fileWatcherType=none",
    "--runner.postScriptGC=false",
    "--browser.gatherUsageStats=false",
    "--client.toolbarMode=minimal",
    "--client.showErrorDetails=none",
    "--theme.light.primaryColor=#165d9c",
    "--theme.dark.primaryColor=#8cc4f5",
)


def main() -> None:
    """Draw the page; called by Streamlit for every change on it."""
    from crewline.ui.shell import show

    show()
