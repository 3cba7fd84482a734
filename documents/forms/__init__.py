"""What people type about packets and letters."""
