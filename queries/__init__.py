"""Answers with their evidence: one module a question, all listed in questions.py."""
