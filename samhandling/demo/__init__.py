"""An invented area, to try the site in: what is in it (`area.yaml`), and how it comes into an empty database."""
