"""Figures: a result in, a Plotly figure out, with its title and its words for a screen reader."""
