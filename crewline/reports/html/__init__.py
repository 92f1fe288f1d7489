"""A decision page as one HTML file: opens offline, prints on A4, and runs nothing.

Pictures are plain SVG inside the page, drawn from the same values as its tables. An interactive
library would add several megabytes to a page that is sent by mail and printed, would need a script
to run where many mailboxes allow none, and is not there where only the command is installed.
"""
