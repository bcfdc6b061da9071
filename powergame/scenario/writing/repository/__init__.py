"""A repository of scenarios that are checked wherever they change, as `powergame init` lays it out."""
