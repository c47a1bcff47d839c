"""An organisation's name, or a whole line of affiliation, to the entries of a register that it may be.

    register = Register(bodies)
    for candidate in register.candidates("Dept. of Surgery, Univ. of Kelsby", country="GB"):
        candidate.id, candidate.score, candidate.reasons

`match` gives those that are sure enough to be taken without asking. A register is a list of `Body`; it is held
in memory (about 2 KB an entry) and never changed.
"""

from ingest.resolve.register.entries import Body, Candidate
from ingest.resolve.register.match import Register

__all__ = ["Body", "Candidate", "Register"]
