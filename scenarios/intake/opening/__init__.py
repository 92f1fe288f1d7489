"""Opening: a spreadsheet or a separated text from somebody we do not know, as a table of text.

    bytes -> what they are -> limits -> Sheet

Files are judged by their content; what they are called decides nothing. Nothing is converted, so
that whatever is wrong later can be shown as it stands in the file.
"""

from scenarios.intake.opening.limits import LIMITS, Limits
from scenarios.intake.opening.opener import open_file, open_sheet
from scenarios.intake.opening.sheet import Sheet

__all__ = ["LIMITS", "Limits", "Sheet", "open_file", "open_sheet"]
