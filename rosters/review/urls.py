from django.urls import path

from rosters.review import settling, views

urlpatterns = [
    path("", views.review_list, name="review_list"),
    path("next/", views.review_next, name="review_next"),
    path("together/", views.review_together, name="review_together"),
    path("decided/", views.decided_list, name="decided_list"),
    path("conflicts/", views.conflict_list, name="conflict_list"),
    path("conflicts/<int:pk>/settle/", settling.conflict_settle, name="conflict_settle"),
    path("conflicts/<int:pk>/undo/", settling.settlement_undo, name="settlement_undo"),
    path("rows/<int:pk>/", views.review_row, name="review_row"),
    path("rows/<int:pk>/decide/", views.review_decide, name="review_decide"),
    path("acts/<uuid:act>/undo/", views.act_undo, name="act_undo"),
]
