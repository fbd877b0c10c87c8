"""Work on a store that is killed at a step that was named before."""
