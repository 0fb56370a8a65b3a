"""Administration of persons, their roles and accounts, inside one area at a time."""
