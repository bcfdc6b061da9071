"""What each question's result says, as a document: one module a question."""
