"""Planning: lead targets and the agreement."""
