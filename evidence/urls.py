"""Addresses of the evidence pages, below their case."""

from django.urls import path

from evidence.views import adding, items, lists, signed

app_name = "evidence"
HERE = "w/c/<str:case_ref>/evidence/"
ITEM = f"{HERE}<str:item_ref>/"

urlpatterns = [
    path(
        "w/c/<str:case_ref>/plan/papers/<paper:paper_kind>/signed/",
        signed.signed_paper,
        name="signed_paper",
    ),
    path(HERE, lists.timeline_page, name="timeline"),
    path(f"{HERE}custody/", lists.custody_page, name="custody"),
    path(f"{HERE}add/", adding.add, name="add"),
    path(f"{HERE}add-post/", adding.add_post, name="add_post"),
    path(ITEM, items.item_page, name="item"),
    path(f"{ITEM}edit/", items.edit, name="edit"),
    path(f"{ITEM}custody/", items.item_custody, name="item_custody"),
    path(f"{ITEM}preview/", items.preview, name="preview"),
    path(f"{ITEM}thumbnail/", items.thumbnail, name="thumbnail"),
    path(f"{ITEM}picture/", items.picture, name="picture"),
    path(f"{ITEM}look-again/", items.look_again, name="look_again"),
    path(f"{ITEM}original/", items.original, name="original"),
    path(f"{ITEM}verify/", items.verify, name="verify"),
    path(f"{ITEM}link/", items.link, name="link"),
    path(f"{ITEM}unlink/<str:incident_ref>/", items.unlink, name="unlink"),
    path(f"{ITEM}handling/", items.handle, name="handle"),
    path(f"{ITEM}release/", items.release, name="release"),
    path(f"{ITEM}hide/", items.hide, name="hide"),
    path(f"{ITEM}show/", items.show, name="show"),
]
