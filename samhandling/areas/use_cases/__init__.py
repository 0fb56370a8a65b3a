"""What can be changed in an area, one deed a function, each in the transaction of its `Change`."""
