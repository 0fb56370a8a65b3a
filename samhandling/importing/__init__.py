"""Deviations written somewhere else: a spreadsheet, or lines about phone calls."""
