"""Pages of cases, one function per page or act."""
