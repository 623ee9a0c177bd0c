"""Small tables of cells to attack, written as rows and columns."""

from metrics.disclosure.system import Cell, Equation, System


class Table:
    """A table with its totals in the last row and column; a cell is named (row, column).

    `hidden` are the cells hidden from the start, `more` what each `Cell` is made with.
    """

    def __init__(self, values, hidden=(), **more):
        full = [[*row, sum(row)] for row in values]
        full.append([sum(column) for column in zip(*full, strict=True)])
        self.names = [(row, column) for row in range(len(full)) for column in range(len(full[0]))]
        self.cells = [
            Cell(
                name=(row, column),
                sheet="R",
                value=full[row][column],
                hidden="primary" if (row, column) in hidden else "",
                may_hide=True,
                **more,
            )
            for row, column in self.names
        ]
        last_row, last_column = self.names[-1]
        rows = [
            Equation(self.at(row, last_column), self.all((row, c) for c in range(last_column)))
            for row in range(last_row + 1)
        ]
        columns = [
            Equation(self.at(last_row, column), self.all((r, column) for r in range(last_row)))
            for column in range(last_column + 1)
        ]
        self.system = System(self.cells, rows + columns)

    def at(self, row, column):
        return self.names.index((row, column))

    def all(self, names):
        return tuple(self.at(*name) for name in names)

    def hidden(self):
        return {cell.name for cell in self.cells if cell.hidden}
