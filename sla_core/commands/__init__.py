"""The commands: each asks the core one thing and says the answer, for people or as JSON."""
