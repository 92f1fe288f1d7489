"""The browser's front door: `streamlit run app.py` (the installed `crewline app` does the same)."""

from starlette.middleware import Middleware
from streamlit.starlette import App

from crewline.ui import SCRIPT
from crewline.ui.serving import Preloading, opening

app = App(SCRIPT, lifespan=opening, middleware=[Middleware(Preloading)])
