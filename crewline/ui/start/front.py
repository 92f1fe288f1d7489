"""What `streamlit run` is given where Crewline is installed: the same as `app.py`.

Streamlit finds the application by its name, without running this file. Every page is drawn by
`SCRIPT`; this file begins once, before the first.
"""

from __future__ import annotations

from starlette.middleware import Middleware
from streamlit.starlette import App

from crewline.ui import SCRIPT
from crewline.ui.serving import Preloading, opening

app = App(SCRIPT, lifespan=opening, middleware=[Middleware(Preloading)])
