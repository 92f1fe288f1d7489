"""A decision as a workbook: its costs, gaps and ratios are formulas over inputs to be changed."""
