"""What can go wrong in the agent.

SyncError
  IdentityError    a key or secret is absent or unusable; enrol again
  CloudError       a request failed; try again later
    CloudRefused   the cloud answered no, and says why (`problem`)
    CloudUntrusted the answer cannot be trusted: not ours, or not signed as it must be
"""
# ruff: file-ignore[error-suffix-on-exception-name] - the names say what is wrong

from __future__ import annotations

from sync.wire import Problem


class SyncError(Exception):
    """Any of them; the message is one line."""


class IdentityError(SyncError):
    """A key or secret is absent or unusable."""


class CloudError(SyncError):
    """A request failed; `retry_after_s` is the cloud's own wish, if it had one."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class CloudRefused(CloudError):
    """The cloud answered no."""

    def __init__(
        self, status: int, problem: Problem, retry_after_s: float | None = None
    ) -> None:
        super().__init__(f"{status} {problem.error}: {problem.detail}", retry_after_s)
        self.status = status
        self.problem = problem


class CloudUntrusted(CloudError):
    """An answer that cannot be trusted; nothing was taken from it."""
