"""Methods that weigh points of the prior: quadrature, reweighted draws, and tempered particles."""
