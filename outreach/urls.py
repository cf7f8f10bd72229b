from django.urls import path

from outreach.views import cases, claims, offices, papers, settings, sheets, supervision, visits

app_name = "outreach"

urlpatterns = [
    path("", offices.referral_list, name="referral_list"),
    path("offices/<str:code>/", offices.office_referrals, name="office_referrals"),
    path("offices/<str:code>/draft/", offices.referrals_draft, name="referrals_draft"),
    path("offices/<str:code>/submit/", offices.referrals_submit, name="referrals_submit"),
    path("offices/<str:code>/issue/", offices.referrals_issue, name="referrals_issue"),
    path("offices/<str:code>/archive/", offices.archive_download, name="archive_download"),
    path(
        "offices/<str:code>/papers-to-sign/",
        offices.papers_to_sign_download,
        name="papers_to_sign_download",
    ),
    path("offices/<str:code>/settings/", settings.office_settings, name="office_settings"),
    path("offices/<str:code>/templates/<str:kind>/", settings.template_get, name="template_get"),
    path(
        "offices/<str:code>/templates/<str:kind>/put/", settings.template_put, name="template_put"
    ),
    path(
        "offices/<str:code>/templates/<str:kind>/drop/",
        settings.template_drop,
        name="template_drop",
    ),
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
    path("cases/", cases.case_list, name="case_list"),
    path("cases/print/", cases.case_print, name="case_print"),
    path("cases/news/", cases.news_read, name="news_read"),
    path("cases/<int:pk>/", cases.case_detail, name="case_detail"),
    path("cases/<int:pk>/visits/", visits.visit_add, name="visit_add"),
    path("cases/<int:pk>/end/", cases.case_end, name="case_end"),
    path("cases/<int:pk>/request/", cases.case_request, name="case_request"),
    path("visits/<int:pk>/take-back/", cases.visit_take_back, name="visit_take_back"),
    path("requests/<int:pk>/answer/", cases.request_answer, name="request_answer"),
    path("claims/", claims.claim_list, name="claim_list"),
    path("claims/<int:pk>/confirm/", claims.claim_confirm, name="claim_confirm"),
    path("supervision/", supervision.case_supervision, name="case_supervision"),
    path("sheets/", sheets.sheet_list, name="sheet_list"),
    path("sheets/communes/<int:pk>/", sheets.sheet_export, name="sheet_export"),
    path("sheets/<int:pk>/", sheets.sheet_detail, name="sheet_detail"),
    path("figures/", supervision.case_figures, name="case_figures"),
    path("figures/export/", supervision.figures_export, name="figures_export"),
    path("deadlines/<str:code>/", supervision.deadlines_edit, name="deadlines_edit"),
]
