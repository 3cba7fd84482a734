"""What a password must be, said as what to do."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Choose at least {self.min_length} characters."


class HardToGuess(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Choose a password that few others would choose."


class NotOnesName(UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "Choose a password that is not in your name or your email address."
