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

        kinds[BatchKind.GRADUATES] = ImportKind(
            permission=Permission.IMPORT_GRADUATES,
            upload_label="Tải danh sách tốt nghiệp",
            upload_page="imports:upload",
            draft_page="imports:draft_check",
            check_page="imports:draft_check",
            result_page="imports:batch_detail",
            undo=undo_import,
        )
