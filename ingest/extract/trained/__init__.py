"""The trained pipeline that ships: its spaCy component, and beside it the folder that `spacy.load` takes."""
