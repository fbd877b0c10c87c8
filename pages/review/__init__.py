"""The weekly review: both promises side by side, then each side for itself."""
