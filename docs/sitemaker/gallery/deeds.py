"""Scenarios with deeds: what these tell of their doers."""

from __future__ import annotations

from collections.abc import Iterator

from powergame.analysis.infer import Inference, infer
from powergame.report.documents import infer as documents
from powergame.report.pictures.inverse.posterior import draw_posterior
from powergame.report.pictures.kinds import borders_of
from powergame.scenario.scenario import Scenario
from sitemaker.drawings import figure
from sitemaker.gallery.section import Section, answered

DRAWS = 1 << 13
"""Draws of the prior, where more is unknown than quadrature takes: enough for a picture."""


def sections(name: str, scenario: Scenario) -> Iterator[Section]:
    """Yield what is asked of a scenario's deeds."""
    inference = infer(scenario, draws=DRAWS)
    assert isinstance(inference, Inference), "of one scenario"
    borders = borders_of(inference)
    yield Section(
        "What the deeds tell",
        (
            answered(f"powergame infer @{name} --draws {DRAWS}", documents.document(inference)),
            figure(
                "posterior",
                lambda width: draw_posterior(inference, borders, width),
                f"powergame infer @{name} --draws {DRAWS} --plot posterior.svg",
            ),
        ),
    )
