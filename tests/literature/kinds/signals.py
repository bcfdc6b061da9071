"""Games of signals from the literature, and what is published of their equilibria."""

from __future__ import annotations

from typing import Any

from support.trees import KNOWN, signalling, tree_of

from powergame.equilibrium.sequential.find import solve_tree
from powergame.equilibrium.sequential.types import Certified
from powergame.model.tree.types import GameTree

SENDER, RECEIVER = 0, 1


def beer_or_quiche() -> GameTree:
    """Cho & Kreps (1987): the wimp likes quiche, the strong one beer; nobody likes to be challenged."""

    def pays(kind: str, breakfast: str, reply: str) -> tuple[float, float]:
        likes = {"wimp": "quiche", "strong": "beer"}
        return (breakfast == likes[kind]) + 2.0 * (reply == "leave"), float((kind == "wimp") == (reply == "challenge"))

    return signalling({"wimp": 0.1, "strong": 0.9}, ["beer", "quiche"], ["challenge", "leave"], pays)


def stripped_down_poker() -> GameTree:
    """Reiley, Urbancic & Walker (2008): an ante of 1, and a bet of 1 that the other may call; a king beats all."""

    def pays(card: str, bets: str, reply: str) -> tuple[float, float]:
        won = -1.0 if bets == "fold" else 1.0 if reply == "fold" else 2.0 if card == "king" else -2.0
        return won, -won

    return signalling({"king": 0.5, "queen": 0.5}, ["fold", "bet"], ["fold", "call"], pays)


def job_market(able: float) -> GameTree:
    """Spence (1973): education costs the less able more, and tells of nothing else; an employer guesses what one is."""

    def pays(kind: str, school: str, wage: str) -> tuple[float, float]:
        cost = {"dull": 1.5, "able": 0.5}[kind] * (school == "study")
        worth, paid = {"dull": 1, "able": 2}[kind], {"low": 1, "high": 2}[wage]
        return paid - cost, -float((paid - worth) ** 2)

    return signalling({"dull": 1 - able, "able": able}, ["work", "study"], ["low", "high"], pays)


def chain_store(strong: float) -> GameTree:
    """Kreps & Wilson (1982), two markets: a weak store that fights may pass for a strong one."""

    def pays(types: tuple[str, ...], past: tuple[tuple[str, ...], ...]) -> tuple[float, float, float]:
        market = len(past) - 1
        store, *entrants = past[-1]
        if entrants[market] == "out":
            return 2.0, 0.0, 0.0
        likes = "fight" if types[0] == "strong" else "yield"
        entrant = -0.5 if store == "fight" else 0.5
        return 0.0 if store == likes else -1.0, entrant * (market == 0), entrant * (market == 1)

    markets = [
        {"store": ["yield", "fight"], "first": ["in"], "second": ["wait"]},
        {"store": ["yield", "fight"], "first": ["wait"], "second": ["out", "in"]},
    ]
    return tree_of({"store": {"weak": 1 - strong, "strong": strong}, "first": KNOWN, "second": KNOWN}, markets, pays)


def messages(equilibrium: Certified) -> tuple[tuple[float, ...], ...]:
    """What each type of the first actor plays in the first round."""
    return tuple(tuple(of_type.tolist()) for of_type in equilibrium.assessment.play[0][SENDER][0])


def by_messages(tree: GameTree) -> dict[Any, Certified]:
    """Return the equilibria of a tree by what the sender plays in them."""
    return {messages(each): each for each in solve_tree(tree).equilibria}


def sender_s_payoff(tree: GameTree, equilibrium: Certified) -> float:
    """Return what the sender expects before it knows its type."""
    return float(tree.prior[SENDER] @ equilibrium.payoffs[SENDER])


def beer_and_quiche() -> dict[str, float]:
    """Return the equilibria by what everybody has for breakfast, with what the sender then expects."""
    tree = beer_or_quiche()
    breakfasts = {((1.0, 0.0),) * 2: "all have beer", ((0.0, 1.0),) * 2: "all have quiche"}
    return {breakfasts[sent]: sender_s_payoff(tree, each) for sent, each in by_messages(tree).items()}


def breakfast_that_logit_play_leads_to() -> list[list[float]]:
    """Return how likely the wimp, and the strong one, has beer, and has quiche."""
    return [list(of_type) for of_type in messages(solve_tree(beer_or_quiche()).selected)]


def poker() -> dict[str, float]:
    """Return how often a queen bets and a bet is called, what is believed of who bets, and what the game is worth."""
    tree = stripped_down_poker()
    selected = solve_tree(tree).selected
    play = selected.assessment.play[0]
    prior, bets = tree.prior[SENDER], play[SENDER][0][:, 1]
    return {
        "a queen bets": float(bets[1]),
        "a bet is called": float(selected.assessment.play[1][RECEIVER][1][0, 1]),
        "who bets has a king": float(prior[0] * bets[0] / (prior @ bets)),
        "worth": sender_s_payoff(tree, selected),
    }


def schooling(able: float) -> dict[str, list[float]]:
    """Return the pure equilibria with what the dull and the able then expect."""
    known = {((1.0, 0.0), (0.0, 1.0)): "the able study", ((1.0, 0.0),) * 2: "nobody studies"}
    equilibria = by_messages(job_market(able))
    return {name: equilibria[sent].payoffs[SENDER].tolist() for sent, name in known.items() if sent in equilibria}


def entry_deterred(strong: float) -> dict[str, float]:
    """Return how often a weak store fights the first entrant, and how weak it then seems to the second."""
    selected = solve_tree(chain_store(strong)).selected
    return {"fights": messages(selected)[0][1], "seems weak": float(selected.assessment.after[0][0][0, 1][0])}
