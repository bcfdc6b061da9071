"""powergame: who will seek power here, and why?"""

__version__ = "0.1.0"
