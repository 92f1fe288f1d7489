"""`python -m crewline`: the command line without the installed command."""

from crewline.cli import main

main()
