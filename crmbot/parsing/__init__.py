"""Reading mail and chat text: pure functions from bytes and text to values.

No I/O, no database, no clock. `parse_mail` in `crmbot.parsing.mail` is the way in for mail,
`crmbot.parsing.chat.requests` for chat.
"""
