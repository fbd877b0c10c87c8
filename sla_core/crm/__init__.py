"""A file in, clean rows and problems out; knows no store."""
