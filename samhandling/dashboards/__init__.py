"""What waits for whom: a page of numbers for each role, made of what the visitor may see one by one."""
