"""What Streamlit runs for every change on a page."""

from crewline.ui import main

if __name__ == "__main__":
    main()
