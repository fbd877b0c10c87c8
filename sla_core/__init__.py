"""The live agreement between marketing and sales: everything but the screens."""
