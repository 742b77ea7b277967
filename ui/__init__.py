"""People meet Footnote here: the chat page and the `footnote` command."""
