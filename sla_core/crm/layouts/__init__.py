"""Which export a header is, and which of its columns is which field of ours."""
