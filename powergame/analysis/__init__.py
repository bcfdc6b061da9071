"""What users ask: each question takes scenarios and returns a result object."""
