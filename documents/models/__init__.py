"""What leaves the firm: packets, and the registers of labels and page numbers behind them."""

from documents.models.packet import (
    ChronologyLine,
    ExhibitPlacement,
    Packet,
    PacketExhibit,
    PacketVersion,
    PlacementKind,
)
from documents.models.register import BatesRange, BatesSeries, ExhibitLabel

__all__ = [
    "BatesRange",
    "BatesSeries",
    "ChronologyLine",
    "ExhibitLabel",
    "ExhibitPlacement",
    "Packet",
    "PacketExhibit",
    "PacketVersion",
    "PlacementKind",
]
