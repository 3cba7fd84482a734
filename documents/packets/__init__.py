"""Packets: exhibits in an order, frozen, checked against the record and bound into one PDF."""
