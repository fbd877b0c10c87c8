"""An invented company: a year and more of leads, follow-ups and deals, and its CRM's exports."""
