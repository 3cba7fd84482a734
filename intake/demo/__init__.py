"""The fictional demo firm and its three matters."""
