"""What each sign weighs, and from which score a reading is taken without asking.

Learned by `python -m tests.quality.fit_register` (logistic regression) from the training part of S2AFF's gold lines
and from real queries to ROR; the score is the probability it gives. Thresholds: the lowest with a precision of
.95 on S2AFF's validation lines, which the weights were not learned from.
"""

from __future__ import annotations

WEIGHTS = {
    "words_matched": 3.02,
    "spelt_otherwise": -0.50,
    "in_another_order": -1.10,
    "by_acronym": -0.31,
    "by_other_name": -0.58,
    "across_a_comma": -1.10,
    "longer_on_the_left": -1.14,
    "longer_on_the_right": -0.19,
    "whole_line": 1.19,
    "stands_late": -1.30,
    "same_city": 1.54,
    "another_country": -1.51,
    "has_namesakes": -4.11,
    "is_closed": -1.70,
    "is_university": 0.47,
    "part_of_a_university": -1.61,
    "is_a_unit": -2.62,
}
BIAS = -0.98
SURE = 0.4
# A second organisation in one part of a line is rarer than a department that looks like one.
SURE_TOO = 0.75
