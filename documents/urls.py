"""Addresses of packets, below their case, and of letters."""

from django.urls import path

from documents.views import letters, packets

app_name = "documents"
CASE = "w/c/<str:case_ref>/"
PACKET = CASE + "packets/<int:packet_pk>/"
EXHIBIT = PACKET + "exhibits/<str:item_ref>/"
VERSION = PACKET + "versions/<int:version_pk>/"
LETTERS = CASE + "letters/"
LETTER = f"{LETTERS}<int:letter_pk>/"
BLOCK = f"{LETTER}blocks/<int:letterblock_pk>/"
LETTER_VERSION = f"{LETTER}versions/<int:letterversion_pk>/"

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
    path("w/letters/", letters.letter_queue, name="letter_queue"),
    path(LETTERS, letters.letter_list, name="letters"),
    path(f"{LETTERS}new/", letters.new_letter, name="letter_new"),
    path(LETTER, letters.letter, name="letter"),
    path(f"{LETTER}draft/", letters.redraft, name="letter_redraft"),
    path(f"{LETTER}draft/stop/", letters.stop_draft, name="letter_stop_draft"),
    path(f"{LETTER_VERSION}details/", letters.details, name="letter_details"),
    path(
        f"{LETTER_VERSION}address/checked/", letters.confirm_address, name="letter_address_checked"
    ),
    path(f"{LETTER}blocks/new/", letters.new_block, name="letter_new_block"),
    path(BLOCK, letters.block, name="letter_block"),
    path(f"{BLOCK}requote/", letters.requote, name="letter_requote"),
    path(f"{BLOCK}move/", letters.move_block, name="letter_move_block"),
    path(f"{BLOCK}remove/", letters.remove_block, name="letter_remove_block"),
    path(f"{LETTER}answer/", letters.answer, name="letter_answer"),
    path(f"{LETTER_VERSION}return/", letters.send_back, name="letter_return"),
    path(LETTER_VERSION, letters.version, name="letter_version"),
    path(f"{LETTER}compare/<int:old_pk>/<int:new_pk>/", letters.comparison, name="letter_compare"),
    path(f"{LETTER_VERSION}proof/", letters.proof, name="letter_proof"),
    path(f"{LETTER_VERSION}proof/make/", letters.make_proof, name="letter_make_proof"),
    path(f"{LETTER_VERSION}draft.pdf", letters.download_draft, name="letter_draft_pdf"),
    path(f"{LETTER_VERSION}letter.pdf", letters.download, name="letter_pdf"),
    path(f"{LETTER_VERSION}approve/", letters.approve, name="letter_approve"),
]
