"""How the trained pipeline is made: `make train`. It needs requirements-train.lock; reading prose needs none of it."""
