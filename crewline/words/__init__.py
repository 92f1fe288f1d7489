"""Every string of ours for people, in English and Simplified Chinese, by gettext and Babel.

    say = Words(Language.CHINESE)
    say("Answered within {within}", within="20 秒")

The English text is the message; the Chinese stands in `catalogues/zh`, one file a room. What a
scenario's author wrote (titles, descriptions) is shown as written; a title such as
`Loans / 贷款` is shown in the reader's language alone. Descriptions of what ships are in the room
`library`.
"""

from crewline.words.words import N_, NAMES, Language, Words, plain

__all__ = ["NAMES", "N_", "Language", "Words", "plain"]
