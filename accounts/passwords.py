"""Django's checks of a new password, in the wording of the other pages."""

from django.contrib.auth import password_validation


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Mật khẩu phải có ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return f"Có ít nhất {self.min_length} ký tự."


class UnlikeThePerson(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu quá giống với %(verbose_name)s."

    def get_help_text(self) -> str:
        return "Không giống với họ tên, tên đăng nhập."


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu này nhiều người dùng nên dễ đoán; đặt mật khẩu khác."

    def get_help_text(self) -> str:
        return "Không phải mật khẩu nhiều người dùng, ví dụ 12345678."


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu không được chỉ gồm chữ số."

    def get_help_text(self) -> str:
        return "Không chỉ gồm chữ số."
