"""What is wrong with a return: each problem named by its row and column."""

from django.core.exceptions import ValidationError

MOST_LISTED = 100


class ReturnRefused(ValidationError):
    """Nothing of the return was saved; `ready` rows were right, and `wrong` rows were not."""

    def __init__(self, told, *, ready, wrong):
        super().__init__(told)
        self.ready, self.wrong = ready, wrong


class Problems:
    """Collects problems; they are told in the order of the file, a hundred at most."""

    def __init__(self):
        self.found = []
        self.rows = set()
        self.cells = set()
        self.rows_read = 0

    def add(self, row, column, sentence):
        """Add a problem, unless the same cell has one: what is unfit need not be missing too."""
        if (row, column) in self.cells:
            return
        self.cells.add((row, column))
        self.rows.add(row)
        self.found.append((row, column, sentence))

    def refuse(self):
        """:raises ReturnRefused: there is a problem"""
        if not self.found:
            return
        told = {}
        for row, column, sentence in sorted(self.found, key=lambda each: each[0])[:MOST_LISTED]:
            told.setdefault(f"row {row}: {column}", []).append(sentence)
        if len(self.found) > MOST_LISTED:
            told["file"] = [
                f"There are {len(self.found):,} problems. The first {MOST_LISTED} are listed."
            ]
        wrong = len(self.rows)
        raise ReturnRefused(told, ready=max(0, self.rows_read - wrong), wrong=wrong)
