"""What an administrator should know: each finding says what was looked at, what was found, and the mend.

Secrets are used, never shown: what goes into a finding are names, numbers and what a server said.
"""

from __future__ import annotations

from crmbot.doctor.examination import examine
from crmbot.doctor.finding import Finding

__all__ = ["Finding", "examine"]
