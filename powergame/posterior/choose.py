"""Shim."""
from dataclasses import dataclass
from typing import Literal
from powergame.posterior.quadrature import quadrature
MethodOption = Literal["auto","quadrature","reweight","smc"]
@dataclass(frozen=True)
class Settings:
    method: str = "auto"
    draws: int = 65536
    seed: int = 0
def posterior(likelihood, settings, watch=None, deadline=None):
    return quadrature(likelihood, settings.seed)
