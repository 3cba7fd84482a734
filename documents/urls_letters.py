"""Addresses of letters: below their case, and the queue of all."""

from django.urls import path

from documents.views import letters

LETTERS = "w/c/<str:case_ref>/letters/"
LETTER = f"{LETTERS}<int:letter_pk>/"
BLOCK = f"{LETTER}blocks/<int:letterblock_pk>/"
VERSION = f"{LETTER}versions/<int:letterversion_pk>/"

letter_urls = [
    path("w/letters/", letters.letter_queue, name="letter_queue"),
    path(LETTERS, letters.letter_list, name="letters"),
    path(f"{LETTERS}new/", letters.new_letter, name="letter_new"),
    path(LETTER, letters.letter, name="letter"),
    path(f"{LETTER}draft/", letters.redraft, name="letter_redraft"),
    path(f"{LETTER}draft/stop/", letters.stop_draft, name="letter_stop_draft"),
    path(f"{VERSION}details/", letters.details, name="letter_details"),
    path(f"{VERSION}address/checked/", letters.confirm_address, name="letter_address_checked"),
    path(f"{LETTER}blocks/new/", letters.new_block, name="letter_new_block"),
    path(BLOCK, letters.block, name="letter_block"),
    path(f"{BLOCK}requote/", letters.requote, name="letter_requote"),
    path(f"{BLOCK}move/", letters.move_block, name="letter_move_block"),
    path(f"{BLOCK}remove/", letters.remove_block, name="letter_remove_block"),
    path(f"{LETTER}answer/", letters.answer, name="letter_answer"),
    path(f"{VERSION}return/", letters.send_back, name="letter_return"),
    path(VERSION, letters.version, name="letter_version"),
    path(f"{LETTER}compare/<int:old_pk>/<int:new_pk>/", letters.comparison, name="letter_compare"),
    path(f"{VERSION}proof/", letters.proof, name="letter_proof"),
    path(f"{VERSION}proof/make/", letters.make_proof, name="letter_make_proof"),
    path(f"{VERSION}draft.pdf", letters.download_draft, name="letter_draft_pdf"),
    path(f"{VERSION}letter.pdf", letters.download, name="letter_pdf"),
    path(f"{VERSION}approve/", letters.approve, name="letter_approve"),
]
