"""Alignments: met together by turning directions, or given as a table that directions are found for."""
