from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = "Nhập danh sách"

    def ready(self) -> None:
        from districts.authority import Permission
        from imports import verbs  # noqa: F401  registers how this app's events read
        from imports.graduates import undo_import
        from imports.kinds import ImportKind, kinds
        from imports.models import BatchKind
        from imports.survey.undo import undo_survey

        kinds[BatchKind.GRADUATES] = ImportKind(
            permission=Permission.IMPORT_GRADUATES,
            upload_label="Tải danh sách tốt nghiệp",
            upload_page="imports:upload",
            draft_page="imports:draft_check",
            check_page="imports:draft_check",
            result_page="imports:batch_detail",
            undo=undo_import,
        )
        kinds[BatchKind.SURVEY] = ImportKind(
            permission=Permission.RECORD_DESTINATION,
            upload_label="Tải phiếu khảo sát theo lớp",
            upload_page="imports:survey_upload",
            draft_page="imports:survey_check",
            check_page="imports:survey_check",
            result_page="imports:survey_result",
            undo=undo_survey,
        )
