"""PDF of what a page shows: a template of ours and values, set by a child process that may be killed."""
