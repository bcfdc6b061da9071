"""From files to a `Scenario`: what is read, what it extends, and everything that is checked on the way."""
