"""Addresses of packets, below their case, and of letters."""

from django.urls import path

from documents.urls_letters import letter_urls
from documents.views import packets

app_name = "documents"
CASE = "w/c/<str:case_ref>/"
PACKET = CASE + "packets/<int:packet_pk>/"
EXHIBIT = PACKET + "exhibits/<str:item_ref>/"
VERSION = PACKET + "versions/<int:version_pk>/"

urlpatterns = [
    path(CASE + "packets/", packets.packet_list, name="packets"),
    path(CASE + "packets/new/", packets.new_packet, name="new_packet"),
    path(PACKET, packets.packet, name="packet"),
    path(PACKET + "rename/", packets.rename, name="rename_packet"),
    path(PACKET + "include/", packets.include, name="include"),
    path(PACKET + "by-date/", packets.order_by_date, name="order_by_date"),
    path(PACKET + "build/", packets.build, name="build_packet"),
    path(EXHIBIT + "move/", packets.move, name="move_exhibit"),
    path(EXHIBIT + "leave-out/", packets.leave_out, name="leave_out"),
    path(VERSION, packets.version, name="version"),
    path(VERSION + "stop/", packets.stop, name="stop_build"),
    path(VERSION + "retry/", packets.retry, name="retry_build"),
    path(VERSION + "download/", packets.download, name="download_packet"),
    *letter_urls,
]
