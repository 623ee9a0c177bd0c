"""A linear programme that is solved again and again with another aim, each time from where it was.

All that one attack asks has the same sums and limits, so that a new aim is mostly a few steps from
the last solution: several times quicker than to begin anew. The solver is HiGHS.
"""

import highspy
import numpy as np
from scipy.sparse import csr_array

NO_LIMIT = highspy.kHighsInf
GO_ON = 0  # choose by what is known: the last solution keeps all limits, so go on from there


class NoSolution(Exception):
    """The published numbers contradict each other."""


class Programme:
    """Unknowns from `least` to `most` each, and rows of factors whose sums lie within `limits`.

    `factors` is a matrix of rows by unknowns; `limits` has the least and the most of each row.
    """

    def __init__(
        self, factors: np.ndarray, limits: np.ndarray, least: np.ndarray, most: np.ndarray
    ):
        number_of_rows, number = factors.shape
        self.columns = np.arange(number, dtype=np.int32)
        self.solver = highspy.Highs()
        self.solver.silent()
        self.solver.setOptionValue("threads", 1)  # a worker that was forked has no others
        self.solver.setOptionValue("simplex_strategy", GO_ON)
        sparse, model = csr_array(factors), highspy.HighsLp()
        model.num_row_, model.num_col_ = number_of_rows, number
        model.col_cost_ = np.zeros(number)
        model.col_lower_, model.col_upper_ = least, most
        model.row_lower_, model.row_upper_ = limits[:, 0], limits[:, 1]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = sparse.indptr.astype(np.int32)
        model.a_matrix_.index_ = sparse.indices.astype(np.int32)
        model.a_matrix_.value_ = sparse.data
        self.solver.passModel(model)

    def limit(self, columns: np.ndarray, least: np.ndarray, most: np.ndarray) -> None:
        """Set anew what some of the unknowns may be at least and at most."""
        chosen = columns.astype(np.int32)
        self.solver.changeColsBounds(len(chosen), chosen, least[columns], most[columns])
        self.solver.run()  # by the last aim: from there a new one is a short way

    def solve(self, aim: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the unknowns where the sum of aim times unknown is least, and each row's price.

        A price is how much that sum would change with the limit of the row: 0 if it does not bind.

        :raises NoSolution: there is none at all
        """
        self.solver.changeColsCost(len(aim), self.columns, aim)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise NoSolution(self.solver.modelStatusToString(status))
        found = self.solver.getSolution()
        return np.array(found.col_value), np.array(found.row_dual)
