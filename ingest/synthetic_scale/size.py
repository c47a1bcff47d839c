"""How large the made-up community is: everything follows from the number of documents and the seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# Of ten documents two describe members and one a project; the rest is talk: posts and their comments.
_MEMBERS, _PROJECTS = 5, 8
_PEOPLE_A_DOCUMENT = 3
_PEOPLE_AN_ORGANISATION = 35
# A vocabulary stops growing where a community's would.
_MOST_TOPICS, _MOST_ORGANISATIONS = 1272, 3000


@dataclass(frozen=True, slots=True)
class Scale:
    """How many documents (a hundred or more), how many mentions in them, and the seed that all of it comes from.

    300,000 documents and 2,000,000 mentions name 100,000 people: the size that speed is promised for.
    """

    documents: int = 300_000
    mentions: int = 2_000_000
    seed: int = 7

    @classmethod
    def of(cls, documents: int, seed: int = 7) -> Scale:
        """Return a community of this many documents, alike in all else."""
        return cls(documents, documents * 20 // 3, seed)

    @property
    def people(self) -> int:
        """Everybody who is named as a person: a third of the documents."""
        return self.documents // _PEOPLE_A_DOCUMENT

    @property
    def members(self) -> int:
        """Those of them who are in a members' list: the first so many."""
        return self.documents // _MEMBERS

    @property
    def projects(self) -> int:
        """Rows of the two lists of projects."""
        return self.documents // _PROJECTS

    @property
    def organisations(self) -> int:
        """One for each thirty-five people, and twenty at least: the first eight are regions."""
        return min(_MOST_ORGANISATIONS, max(20, self.people // _PEOPLE_AN_ORGANISATION))

    @property
    def topics(self) -> int:
        """A vocabulary of three levels."""
        return min(_MOST_TOPICS, max(72, self.documents // 50))

    @property
    def talk(self) -> int:
        """Posts and comments."""
        return max(0, self.documents - self.members - self.projects - self.organisations - self.topics)

    def random(self, *parts: object) -> Random:
        """Return the random numbers of one thing: they hang on nothing that was made before it."""
        return Random(f"{self.seed}:{':'.join(map(str, parts))}")


def skewed(random: Random, number: int, shift: float) -> int:
    """Return an index below `number`, the lower ones far more often: P(i) falls as 1 / (i + shift).

    Zipf's law as Mandelbrot shifted it: with shift 1 the first of a thousand gets a tenth of all, with 50 a
    hundred-and-fiftieth.
    """
    return min(number - 1, int(shift * ((number + shift) / shift) ** random.random() - shift))
