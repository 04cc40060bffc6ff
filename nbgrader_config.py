"""nbgrader's configuration. The nbgrader commands work as usual; what differs is who runs the students' code.

generate_assignment writes to assignments/ (notebook and .py) and may always overwrite it: all of it is derived.
autograde hands each submission to this project's grader instead of executing it beside the tests.
"""

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "nitty-gritty"
c.CourseDirectory.release_directory = "assignments"

c.GenerateAssignment.force = True
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "autograde.delivery.release.Release",
]

c.Autograde.exporter_class = "autograde.delivery.nbgrader.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograde.delivery.nbgrader.GradeSubmission",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "autograde.delivery.nbgrader.ShowFeedback",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
