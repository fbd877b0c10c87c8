"""The agreement between marketing and sales: its versions, promises, calendar, tiers and points."""
