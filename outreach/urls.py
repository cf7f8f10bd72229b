from django.urls import path

from outreach.views import offices, papers

app_name = "outreach"

urlpatterns = [
    path("", offices.referral_list, name="referral_list"),
    path("offices/<str:code>/", offices.office_referrals, name="office_referrals"),
    path("offices/<str:code>/draft/", offices.referrals_draft, name="referrals_draft"),
    path("offices/<str:code>/submit/", offices.referrals_submit, name="referrals_submit"),
    path("offices/<str:code>/issue/", offices.referrals_issue, name="referrals_issue"),
    path("offices/<str:code>/archive/", offices.archive_download, name="archive_download"),
    path("referrals/<int:referral_id>/", papers.referral_detail, name="referral_detail"),
    path(
        "referrals/<int:referral_id>/withdraw/", papers.referral_withdraw, name="referral_withdraw"
    ),
    path(
        "referrals/<int:referral_id>/acknowledge/",
        papers.referral_acknowledge,
        name="referral_acknowledge",
    ),
    path("referrals/<int:referral_id>/scan/", papers.scan_attach, name="scan_attach"),
    path("files/<int:file_id>/", papers.file_download, name="file_download"),
]
