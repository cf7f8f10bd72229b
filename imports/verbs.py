"""How the audit events of this app read."""

from audit.sentences import register

GRADUATES_IMPORTED = "imports.graduates_imported"
WORDS_DECIDED = "imports.words_decided"
EDITS_OVERRULED = "imports.edits_overruled"
DECISION_REMOVED = "imports.decision_removed"
COLUMNS_CHOSEN = "imports.columns_chosen"
COLUMN_CHOICE_REMOVED = "imports.column_choice_removed"
CELLS_MENDED = "imports.cells_mended"
MEND_TAKEN_BACK = "imports.mend_taken_back"
ROWS_LEFT_OUT = "imports.rows_left_out"
ROWS_TAKEN_BACK = "imports.rows_taken_back"
MARKED_FILE_DOWNLOADED = "imports.marked_file_downloaded"
FILE_DOWNLOADED = "imports.file_downloaded"
SURVEY_IMPORTED = "imports.survey_imported"
IMPORT_UNDONE = "imports.import_undone"

register(
    GRADUATES_IMPORTED, "{actor} nhập danh sách tốt nghiệp {object}: {count} học sinh. {reason}"
)
register(WORDS_DECIDED, "{actor} chọn cách hiểu {count} từ trong tệp {object}: {reason}.")
register(
    EDITS_OVERRULED,
    "{actor} chọn lấy theo tệp {object} ở {count} chỗ đã sửa tay. {reason}",
)
register(DECISION_REMOVED, "{actor} bỏ cách hiểu đã ghi nhớ {object}.")
register(COLUMNS_CHOSEN, "{actor} chọn nội dung {count} cột trong tệp {object}: {reason}.")
register(COLUMN_CHOICE_REMOVED, "{actor} bỏ cách chọn cột đã ghi nhớ cho tiêu đề “{object}”.")
register(CELLS_MENDED, "{actor} sửa {count} ô trong tệp {object}: {reason}.")
register(MEND_TAKEN_BACK, "{actor} bỏ chỗ đã sửa trong tệp {object}: {reason}.")
register(ROWS_LEFT_OUT, "{actor} bỏ qua {count} dòng của tệp {object}: {reason}.")
register(ROWS_TAKEN_BACK, "{actor} lấy lại {count} dòng đã bỏ qua của tệp {object}: {reason}.")
register(FILE_DOWNLOADED, "{actor} tải tệp gốc {object}: {count} dòng.")
register(
    MARKED_FILE_DOWNLOADED, "{actor} tải tệp {object} đã đánh dấu chỗ cần sửa: {count} học sinh."
)
register(IMPORT_UNDONE, "{actor} hoàn tác lần nhập {object}: {count} học sinh. {reason}")
register(SURVEY_IMPORTED, "{actor} nhập phiếu khảo sát {object}: {count} học sinh. {reason}")
