"""Where results go, and where nbgrader meets the grader."""
