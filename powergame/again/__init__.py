"""Results computed again from what they say of themselves, and whether they come out the same."""

from powergame.again.result import Again as Again
from powergame.again.result import Mismatch as Mismatch
from powergame.again.run import again as again
