"""From bytes to rows of text: encodings, packing, workbooks, headers, footers, records."""
