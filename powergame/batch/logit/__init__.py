"""Quantal responses of many games at once, without compiled code."""
