"""Made-up histories in which people of one subject meet each other, so that there is something to learn."""

from __future__ import annotations

import numpy as np

from queries.links.history import History

SUBJECTS = 6


def made_up(people: int = 240, years: int = 9, seed: int = 3) -> History:
    """Each year every person writes with one or two others, nearly always of their own subject."""
    random = np.random.default_rng(seed)
    subject = np.arange(people) % SUBJECTS
    person, work, year, about, works = [], [], [], [], 0
    for now in range(2001, 2001 + years):
        for one in range(0, people, 2):
            alike = np.flatnonzero(subject == subject[one])
            others = random.choice(
                alike if random.random() < 0.9 else people, random.integers(1, 3), replace=False
            )
            team = sorted({one, *np.atleast_1d(others).tolist()})
            person += team
            work += [works] * len(team)
            year += [float(now)] * len(team)
            about += [(works, int(subject[one]) * 5 + topic) for topic in random.choice(5, 2, replace=False)]
            works += 1
    topics = np.array(about)
    return History(people, np.array(person), np.array(work), np.array(year), (topics[:, 0], topics[:, 1]))
