"""What persons are told about their cases: in the application, and by e-mail that holds a case number and a link."""
