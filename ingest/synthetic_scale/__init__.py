"""A made-up community of a hundred thousand people, as rows: for measuring speed at the size we promise.

Each document goes through `clean` and `claim` as a real one does, so that its text, quotes, mentions and records
are those of a real run; its prose is not read, but made with the names in it, and who is who is known and not
worked out. So three hundred thousand documents are written in minutes. `ingest/synthetic.py` makes a small
community that goes through every step.
"""
