"""From a document to the rulebook's fields: what the message's fields and the letter's words say, each with its evidence."""
