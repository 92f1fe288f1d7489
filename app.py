"""The browser's front door: `streamlit run app.py` (the installed `crewline app` does the same)."""

from crewline.ui import main

if __name__ == "__main__":  # processes that simulate import this file, and must draw nothing
    main()
