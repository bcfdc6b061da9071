"""The same for millions: many variants of one scenario, compiled and solved together."""
