"""The sole room of the format libraries: a file's bytes in, the words a person would read out.

The text returned here is the text that is stored, cited and shown: every offset counts into it.

kinds.py       the formats by their endings and limits; the way in
documents.py   what comes out: documents, and parts that could not be read
plain.py       txt, md              pages.py     html             mail.py      eml, mbox
pdf.py         pdf, by layout.py    word.py      docx             epub.py      epub
tables.py      csv, tsv, json       archives.py  zip, tar
languages.py   the language of a text whose document states none
"""

NAMES = "txt, md, html, pdf, docx, epub, eml, mbox, csv, tsv, json, jsonl, zip or tar"
"""What is read, for a person; `kinds.ENDINGS` has every ending."""
