"""What screens share: filters, caching, number formats, tables and notices."""
