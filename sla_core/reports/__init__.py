"""The review of a period put together: one object that screens, exports and scripts read."""
