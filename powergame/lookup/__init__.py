"""What users ask for by name: found, or refused with the nearest name there is."""
