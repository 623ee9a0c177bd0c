"""Saved questions: an answer that was given, kept as it was and never counted again."""

from metrics.questions.answers import Answer, answer_to
from metrics.questions.behind import lines_of
from metrics.questions.files import csv_of
from metrics.questions.saving import save_question

__all__ = ["Answer", "answer_to", "csv_of", "lines_of", "save_question"]
