"""What can be done with persons, one deed a function, each in the transaction of its `Change`."""
