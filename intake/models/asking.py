"""What a person answered before files of an enquiry."""

from django.db import models

from evidence.models import AnswerBeforeFiles
from intake.models.enquiry import Enquiry


class EnquiryAnswer(AnswerBeforeFiles):
    """An answer before files, of somebody who has no sign-in; erased with the enquiry's answers."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="files_answers")
