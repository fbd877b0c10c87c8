"""Files that no CRM would write, made from those that they do, and the laws that hold for each."""
