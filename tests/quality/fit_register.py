"""The weights of the signs by which a line of affiliation is matched to a register, learned from labelled lines.

`python -m tests.quality.fit_register DIR` reads a set of lines with ROR ids (see api/evaluate/resolution_ror.py),
fits a logistic regression (scikit-learn, C = 1) to the readings of its training lines, and prints the numbers
that stand in ingest/resolve/register/weights.py. Only lines marked as training are read: what is reported
elsewhere was not learned from.
"""

from __future__ import annotations

import sys
from pathlib import Path

from api.evaluate.resolution_ror import labelled_lines, read_register
from ingest.resolve.register.match import Register
from ingest.resolve.register.signs import SIGNS


def weights(folder: Path) -> tuple[dict[str, float], float]:
    """Return the weight of each sign, and the bias, from the training lines of a set."""
    from sklearn.linear_model import LogisticRegression

    register = Register(read_register(folder))
    seen: list[list[float]] = []
    right: list[bool] = []
    for line in labelled_lines(folder):
        # What the register lacks cannot be learned from: its best reading is wrong through no fault of a sign.
        if line.training and (line.answerable or not line.ids):
            for case in register.cases(line.text):
                seen.append([sign(case) for sign in SIGNS])
                right.append(case.body.id in line.ids)
    model = LogisticRegression(C=1.0, max_iter=2000).fit(seen, right)
    names = [sign.__name__ for sign in SIGNS]
    return dict(zip(names, map(float, model.coef_[0]), strict=True)), float(model.intercept_[0])


if __name__ == "__main__":
    found, bias = weights(Path(sys.argv[1]))
    for name, value in found.items():
        print(f'    "{name}": {value:.2f},')
    print(f"BIAS = {bias:.2f}")
