"""`python -m tests.golden` makes the generated files again and names those that changed."""

from tests.golden.made import ROOT, write

for path in write():
    print(path.relative_to(ROOT).as_posix())
