"""Who would stand with whom if it came to war, how strong each side would be, and how likely each would win.

Sides are those of the model's wars, by the scenario's own numbers: what happens, whatever anybody believes.
"""

from __future__ import annotations

from dataclasses import dataclass

from powergame.plain import Json


@dataclass(frozen=True)
class Alliance:
    """A side of a war.

    Attributes
    ----------
    leader
        The actor that seeks power; None for the status quo.
    members
        All who fight on it, the leader among them, in the scenario's order.
    strength
        Its share of all fighters' strength, the sum of phi b m over its members, before decisiveness.
    wins
        The probability that it wins.
    """

    leader: str | None
    members: tuple[str, ...]
    strength: float
    wins: float

    def to_dict(self) -> dict[str, Json]:
        """Return the side as plain data."""
        return {
            "leader": self.leader,
            "members": list(self.members),
            "strength": self.strength,
            "wins": self.wins,
        }


@dataclass(frozen=True)
class IfWar:
    """The most likely war of an equilibrium.

    Attributes
    ----------
    probability
        That this war breaks out: that these rungs are played, and war comes of them. 0 where no war can; these are then
        the sides on the most likely rungs.
    profile
        The rung that each actor plays, by name.
    profile_probability
        That these rungs are played.
    sides
        In the order of their leaders, the status quo last; sides without a member are left out.
    """

    probability: float
    profile: dict[str, str]
    profile_probability: float
    sides: tuple[Alliance, ...]

    def to_dict(self) -> dict[str, Json]:
        """Return the war as plain data."""
        return {
            "probability": self.probability,
            "profile": dict(self.profile),
            "profile_probability": self.profile_probability,
            "sides": [side.to_dict() for side in self.sides],
        }
