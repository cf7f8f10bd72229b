"""Cases of outreach: visits, steps, requests, news, deadlines, returned workbooks."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0001_initial"),
        ("outreach", "0002_append_only"),
        ("students", "0005_attendance_from_an_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="lập lúc")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="lần thay đổi")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="đợt vận động")),
                ("listed_on", models.DateField(verbose_name="ngày giao")),
                (
                    "was_known_out",
                    models.BooleanField(default=False, verbose_name="đã rõ không đi học khi giao"),
                ),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("REFUSED", "Gia đình không đồng thuận"),
                            ("MOVED", "Đã chuyển khỏi địa phương"),
                            ("DECEASED", "Đã mất"),
                            ("MISTAKE", "Không thuộc đối tượng vận động"),
                        ],
                        max_length=11,
                        verbose_name="kết thúc do",
                    ),
                ),
                (
                    "in_class_since",
                    models.DateField(blank=True, null=True, verbose_name="đi học từ ngày"),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="nhà trường xác nhận ngày"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("LISTED", "Chưa vận động"),
                            ("WORKING", "Đang vận động"),
                            ("CLAIMED", "Chờ nhà trường xác nhận"),
                            (
                                "OBSERVED",
                                "Đã đi học lại, đang theo dõi",
                            ),
                            ("CLOSED", "Đã kết thúc"),
                        ],
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "closing",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "RETURNED",
                                "Đã đi học lại, nhà trường xác nhận",
                            ),
                            (
                                "FALSE_ALARM",
                                "Vốn đang đi học, nhà trường xác nhận",
                            ),
                            ("REFUSED", "Gia đình không đồng thuận"),
                            ("MOVED", "Đã chuyển khỏi địa phương"),
                            ("DECEASED", "Đã mất"),
                            (
                                "MISTAKE",
                                "Không thuộc đối tượng vận động",
                            ),
                        ],
                        max_length=11,
                        verbose_name="kết quả",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="hạn bước tiếp theo"),
                ),
                (
                    "lapses_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="khai báo có hiệu lực đến"
                    ),
                ),
                (
                    "observed_until",
                    models.DateField(blank=True, null=True, verbose_name="theo dõi đến ngày"),
                ),
                (
                    "visit_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số lượt vận động"),
                ),
                (
                    "in_vain",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="số lần liền chưa gặp"
                    ),
                ),
                (
                    "last_visit_on",
                    models.DateField(blank=True, null=True, verbose_name="lượt gần nhất"),
                ),
                (
                    "last_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AGREED", "Đồng ý đi học lại"),
                            ("VOCATIONAL", "Chọn học nghề"),
                            ("COME_AGAIN", "Hẹn gặp lại"),
                            (
                                "NOT_MET",
                                "Chưa gặp được gia đình",
                            ),
                            (
                                "REFUSED",
                                "Gia đình chưa đồng thuận",
                            ),
                            ("ELSEWHERE", "Đã đi học nơi khác"),
                        ],
                        max_length=10,
                        verbose_name="kết quả gần nhất",
                    ),
                ),
                (
                    "last_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("POOR", "Kinh tế: Gia đình khó khăn, không đủ tiền đi học"),
                            ("MUST_EARN", "Kinh tế: Phải đi làm phụ giúp gia đình"),
                            ("FAILED_ENTRY", "Học lực: Không trúng tuyển lớp 10"),
                            ("WEAK", "Học lực: Học yếu, không theo kịp"),
                            ("NO_WISH", "Học lực: Không muốn học tiếp"),
                            ("FAR", "Đường xa: Trường xa, đi lại khó khăn"),
                            ("NO_BOARDING", "Đường xa: Không có nơi ở trọ gần trường"),
                            ("ILL", "Sức khỏe: Bệnh, sức khỏe yếu"),
                            ("DISABLED", "Sức khỏe: Khuyết tật"),
                            ("NO_CONSENT", "Gia đình: Gia đình không cho học tiếp"),
                            ("PARENTS_AWAY", "Gia đình: Cha mẹ vắng nhà, ly hôn"),
                            ("CARES", "Gia đình: Phải ở nhà chăm người thân"),
                            ("WORKS_HERE", "Việc làm: Đã đi làm tại địa phương"),
                            ("WORKS_AWAY", "Việc làm: Đi làm ăn xa"),
                            ("APPRENTICE", "Việc làm: Học việc ngoài cơ sở GDNN"),
                            ("MARRIED", "Hôn nhân: Đã lập gia đình"),
                            ("CHILD", "Hôn nhân: Mang thai, nuôi con nhỏ"),
                            ("MOVED_AWAY", "Chuyển nơi ở: Đã chuyển đến nơi khác"),
                            ("ABROAD", "Chuyển nơi ở: Ra nước ngoài"),
                            ("PAPERS", "Khác: Thiếu giấy tờ, hồ sơ"),
                            ("DECEASED", "Khác: Đã mất"),
                            ("OTHER", "Khác: Lý do khác"),
                        ],
                        max_length=12,
                        verbose_name="lý do gần nhất",
                    ),
                ),
                (
                    "claimed_school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.school",
                        verbose_name="trường, cơ sở được khai báo",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.commune",
                        verbose_name="địa phương phụ trách",
                    ),
                ),
                (
                    "graduate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="students.graduate",
                        verbose_name="học sinh",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outreach.referralitem",
                        verbose_name="dòng trong danh sách",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.school",
                        verbose_name="trường phối hợp",
                    ),
                ),
            ],
            options={
                "verbose_name": "trường hợp vận động",
                "verbose_name_plural": "trường hợp vận động",
            },
        ),
        migrations.CreateModel(
            name="CaseDeadlines",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first_visit",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="số ngày phải đến lần đầu",
                    ),
                ),
                (
                    "next_visit",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="số ngày phải đến lại",
                    ),
                ),
                (
                    "claim",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="số ngày chờ nhà trường xác nhận",
                    ),
                ),
                (
                    "observation",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="số ngày theo dõi sau khi đi học lại",
                    ),
                ),
                (
                    "district",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_deadlines",
                        to="districts.district",
                        verbose_name="huyện",
                    ),
                ),
            ],
            options={
                "verbose_name": "thời hạn vận động",
                "verbose_name_plural": "thời hạn vận động",
            },
        ),
        migrations.CreateModel(
            name="CaseRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TRANSFER", "Chuyển đơn vị phụ trách"),
                            ("REOPEN", "Mở lại trường hợp"),
                        ],
                        max_length=8,
                        verbose_name="đề nghị",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("unit_name", models.CharField(max_length=160, verbose_name="đơn vị đề nghị")),
                ("asked_at", models.DateTimeField(verbose_name="đề nghị lúc")),
                ("is_accepted", models.BooleanField(blank=True, null=True, verbose_name="đồng ý")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="trả lời")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="trả lời lúc"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trả lời",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đề nghị",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="outreach.case",
                        verbose_name="trường hợp",
                    ),
                ),
                (
                    "to_commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.commune",
                        verbose_name="chuyển đến",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề nghị về trường hợp",
                "verbose_name_plural": "đề nghị về trường hợp",
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="đợt vận động")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LISTED", "Giao vận động"),
                            ("REOPENED", "Mở lại"),
                            ("CONFIRMED", "Nhà trường xác nhận đang học"),
                            ("LOST", "Nhà trường báo không còn học"),
                            ("UNCONFIRMED", "Xác nhận của nhà trường được rút"),
                            ("ENDED", "Kết thúc vận động"),
                            ("ASSIGNED", "Chuyển đơn vị phụ trách"),
                        ],
                        max_length=11,
                        verbose_name="việc",
                    ),
                ),
                (
                    "closing",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "RETURNED",
                                "Đã đi học lại, nhà trường xác nhận",
                            ),
                            (
                                "FALSE_ALARM",
                                "Vốn đang đi học, nhà trường xác nhận",
                            ),
                            ("REFUSED", "Gia đình không đồng thuận"),
                            ("MOVED", "Đã chuyển khỏi địa phương"),
                            ("DECEASED", "Đã mất"),
                            (
                                "MISTAKE",
                                "Không thuộc đối tượng vận động",
                            ),
                        ],
                        max_length=11,
                        verbose_name="kết quả",
                    ),
                ),
                ("day", models.DateField(blank=True, null=True, verbose_name="ngày")),
                (
                    "was_known_out",
                    models.BooleanField(default=False, verbose_name="đã rõ không đi học khi giao"),
                ),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="nội dung")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="outreach.case",
                        verbose_name="trường hợp",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "diễn biến",
                "verbose_name_plural": "diễn biến",
                "ordering": ["case", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_at", models.DateTimeField(verbose_name="báo lúc")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="đã xem lúc")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="outreach.case",
                        verbose_name="trường hợp",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.commune",
                        verbose_name="địa phương",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.district",
                        verbose_name="huyện",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xem",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.school",
                        verbose_name="trường",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outreach.casestep",
                        verbose_name="diễn biến",
                    ),
                ),
            ],
            options={
                "verbose_name": "tin về trường hợp",
                "verbose_name_plural": "tin về trường hợp",
            },
        ),
        migrations.CreateModel(
            name="ReturnedSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="tên tệp")),
                ("sha256", models.CharField(max_length=64, verbose_name="mã băm")),
                ("rows", models.JSONField(verbose_name="các dòng đọc được")),
                (
                    "missing",
                    models.PositiveIntegerField(
                        default=0, verbose_name="số học sinh không còn trong tệp"
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="nhận lúc")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="ghi lúc")),
                (
                    "recorded",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="số lượt đã ghi"
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.commune",
                        verbose_name="xã, phường, thị trấn",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp địa phương gửi lại",
                "verbose_name_plural": "tệp địa phương gửi lại",
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(verbose_name="khóa của phiếu")),
                ("round", models.PositiveSmallIntegerField(verbose_name="đợt vận động")),
                ("visited_on", models.DateField(verbose_name="ngày đến")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("AGREED", "Đồng ý đi học lại"),
                            ("VOCATIONAL", "Chọn học nghề"),
                            ("COME_AGAIN", "Hẹn gặp lại"),
                            (
                                "NOT_MET",
                                "Chưa gặp được gia đình",
                            ),
                            (
                                "REFUSED",
                                "Gia đình chưa đồng thuận",
                            ),
                            ("ELSEWHERE", "Đã đi học nơi khác"),
                        ],
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("POOR", "Kinh tế: Gia đình khó khăn, không đủ tiền đi học"),
                            ("MUST_EARN", "Kinh tế: Phải đi làm phụ giúp gia đình"),
                            ("FAILED_ENTRY", "Học lực: Không trúng tuyển lớp 10"),
                            ("WEAK", "Học lực: Học yếu, không theo kịp"),
                            ("NO_WISH", "Học lực: Không muốn học tiếp"),
                            ("FAR", "Đường xa: Trường xa, đi lại khó khăn"),
                            ("NO_BOARDING", "Đường xa: Không có nơi ở trọ gần trường"),
                            ("ILL", "Sức khỏe: Bệnh, sức khỏe yếu"),
                            ("DISABLED", "Sức khỏe: Khuyết tật"),
                            ("NO_CONSENT", "Gia đình: Gia đình không cho học tiếp"),
                            ("PARENTS_AWAY", "Gia đình: Cha mẹ vắng nhà, ly hôn"),
                            ("CARES", "Gia đình: Phải ở nhà chăm người thân"),
                            ("WORKS_HERE", "Việc làm: Đã đi làm tại địa phương"),
                            ("WORKS_AWAY", "Việc làm: Đi làm ăn xa"),
                            ("APPRENTICE", "Việc làm: Học việc ngoài cơ sở GDNN"),
                            ("MARRIED", "Hôn nhân: Đã lập gia đình"),
                            ("CHILD", "Hôn nhân: Mang thai, nuôi con nhỏ"),
                            ("MOVED_AWAY", "Chuyển nơi ở: Đã chuyển đến nơi khác"),
                            ("ABROAD", "Chuyển nơi ở: Ra nước ngoài"),
                            ("PAPERS", "Khác: Thiếu giấy tờ, hồ sơ"),
                            ("DECEASED", "Khác: Đã mất"),
                            ("OTHER", "Khác: Lý do khác"),
                        ],
                        max_length=12,
                        verbose_name="lý do",
                    ),
                ),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="hẹn ngày")),
                (
                    "programme",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("UPPER_SECONDARY", "Lớp 10 THPT"),
                            ("CONTINUING", "GDTX cấp THPT"),
                            ("ELEMENTARY", "Sơ cấp"),
                            ("INTERMEDIATE", "Trung cấp"),
                            ("COLLEGE_NINE_PLUS", "Cao đẳng 9+"),
                            ("SHORT_COURSE", "Khóa học dưới 3 tháng"),
                            ("WORKING", "Đi làm"),
                            ("AT_HOME", "Ở nhà"),
                            ("ABROAD", "Ra nước ngoài"),
                            ("DECEASED", "Đã mất"),
                            ("OTHER_NOT_STUDYING", "Lý do khác"),
                            ("UNREACHED", "Chưa liên lạc được"),
                        ],
                        max_length=18,
                        verbose_name="chương trình",
                    ),
                ),
                (
                    "place_text",
                    models.CharField(blank=True, max_length=200, verbose_name="nơi học (ghi tay)"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                ("unit_name", models.CharField(max_length=160, verbose_name="đơn vị ghi")),
                (
                    "via",
                    models.CharField(
                        choices=[("PAGE", "Trên trang"), ("SHEET", "Tệp Excel")],
                        default="PAGE",
                        max_length=5,
                        verbose_name="ghi qua",
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="hoàn tác lúc"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="outreach.case",
                        verbose_name="trường hợp",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.school",
                        verbose_name="trường, cơ sở",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.destination",
                        verbose_name="thông tin nơi học đã ghi",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người hoàn tác",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt vận động",
                "verbose_name_plural": "lượt vận động",
                "ordering": ["case", "visited_on", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["commune", "state", "due_on"], name="outreach_case_of_commune"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("commune__isnull", False), ("school__isnull", False), _connector="OR"
                ),
                name="outreach_case_has_unit",
                violation_error_message="Trường hợp phải có đơn vị phụ trách.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_on__isnull", True), ("in_class_since__isnull", True)),
                    models.Q(("confirmed_on__isnull", False), ("in_class_since__isnull", False)),
                    _connector="OR",
                ),
                name="outreach_case_confirmed_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "closing__in",
                            [
                                "RETURNED",
                                "FALSE_ALARM",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("confirmed_on__isnull", False),
                    _connector="OR",
                ),
                name="outreach_case_return_is_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)),
                fields=("case",),
                name="outreach_request_one_open",
                violation_error_message="Trường hợp này đang có một đề nghị chờ trả lời.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "TRANSFER"), ("to_commune__isnull", False)),
                    models.Q(("kind", "REOPEN"), ("to_commune__isnull", True)),
                    _connector="OR",
                ),
                name="outreach_request_kind_fits_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("is_accepted__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("is_accepted__isnull", False)),
                    _connector="OR",
                ),
                name="outreach_request_answered_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="casenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("commune__isnull", False), ("district", None), ("school", None)),
                    models.Q(("commune", None), ("district", None), ("school__isnull", False)),
                    models.Q(("commune", None), ("district__isnull", False), ("school", None)),
                    _connector="OR",
                ),
                name="outreach_notice_one_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="casenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("read_by__isnull", True), ("read_at__isnull", False), _connector="OR"
                ),
                name="outreach_notice_read_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(fields=("case", "key"), name="outreach_visit_once"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_back_by__isnull", True),
                    ("taken_back_at__isnull", False),
                    _connector="OR",
                ),
                name="outreach_visit_taken_back_pair",
            ),
        ),
    ]
