"""Tests, one file per subject; pytest runs them from the repository root."""
