from django.apps import AppConfig


class LonganEnrollConfig(AppConfig):
    name = "longan_enroll"
    verbose_name = "Theo dõi học sinh sau THCS"
