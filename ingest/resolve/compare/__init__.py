"""Two records compared: each feature says in one sentence what it sees, and a model what that weighs."""
