"""What GitLab reads: the report of its code quality widget, and that of its security scanners."""

from piilint.report.gitlab.quality import gitlab_quality
from piilint.report.gitlab.sast import gitlab_sast

__all__ = ["gitlab_quality", "gitlab_sast"]
