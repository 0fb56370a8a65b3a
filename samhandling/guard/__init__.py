"""Keeps patient-identifying data out of every text: finds numbers, addresses and names before anything is stored."""
