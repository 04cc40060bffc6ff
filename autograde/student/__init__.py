"""What students use: checking their own code, watching it, hints, progress, figures, handing in.

Nothing here needs the grader; the package that students install has this, the manifests and the released assignments.
"""
