"""What `streamlit run` is given where Crewline is installed: the same call as in `app.py`."""

from crewline.ui import main

if __name__ == "__main__":
    main()
