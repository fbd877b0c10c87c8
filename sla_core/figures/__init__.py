"""Results in, Plotly figures out; nothing else imports Plotly."""
