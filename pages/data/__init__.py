"""The data behind it all: uploads and settings."""
