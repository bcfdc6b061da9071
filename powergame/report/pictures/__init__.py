"""Pictures that explain themselves: each kind in one module, from result objects to a figure. Nothing else draws.

=============================== ================================================= ==================================
function                        of                                                shows
=============================== ================================================= ==================================
``vectors.picture``             an `Answer` of a scenario                         arrows, projections, what is at stake
``payoffs.draw_payoffs``        an `Answer`, of two or three actors               the matrix, best replies, equilibria
``replies.draw_replies``        an `Answer`, of two actors with two rungs each    best-reply curves, all equilibria
``ladder.draw_ladder``          an `Answer`                                       what each rung is worth to its actor
``threshold.draw``              `Thresholds`, of a path or several                what turns along each path
``phase.draw.draw_phase``       a `PhaseDiagram`                                  what is asked, over two paths
``kinds.draw_sweep``            a `Sweep` over two or three paths                 the same
``inverse.posterior``           an `Inference`                                    what deeds tell of the unknowns
``inverse.trace``               the same, with its trace                          the posterior after each observation
``inverse.several``             `Inferences`                                      scenarios by their evidence
=============================== ================================================= ==================================

Each takes the ``width`` in centimetres and the user's words, its ``captions``, too, and returns a figure of matplotlib
whose label says in a sentence what it shows; each raises `UsageError` where there is nothing to draw, and
``payoffs.why_not(answer)`` and ``replies.why_not(answer)`` tell so beforehand. ``files.to_bytes`` makes files of
figures.

A new kind is a module here, and a line in ``kinds.KINDS``: ``powergame plot --kind`` then has it.
"""
