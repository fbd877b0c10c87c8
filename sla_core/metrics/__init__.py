"""Numbers in, frozen results out: every figure of the agreement is computed here, once."""
