"""`evaluate`: quality against labelled data, an area a module; each is a way in that reads and asks as a user does.

A set is known by the files it holds, never by its name: a set given with `--set` is measured as those in the data
folder are.
"""
