"""What to cite for a result: powergame itself, and the sources of the model and the methods that it used."""

from powergame.analysis.citing.reference import Reference as Reference
from powergame.analysis.citing.reference import as_bibtex as as_bibtex
from powergame.analysis.citing.used import references as references
