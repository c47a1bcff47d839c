"""What pipelines and corpora call people, organisations, places and what may be a project."""

from __future__ import annotations

# The labels of the pipeline that ships, of spaCy's own English ones (OntoNotes) and of CoNLL-2003; what is not here
# (NORP, dates, numbers) is left out.
PERSONS = frozenset({"PERSON", "PER"})
ORGANISATIONS = frozenset({"ORG", "ORGANIZATION"})
PLACES = frozenset({"PLACE", "GPE", "LOC", "FAC"})
PROJECTS = frozenset({"WORK_OF_ART", "PRODUCT", "EVENT", "MISC"})
