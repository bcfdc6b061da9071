"""Tables as plain rows, which tests compare."""

from __future__ import annotations


def rows_of(table):
    """Return a row for each of a table, by the columns' names: words as words, and None for what is missing."""
    columns = []
    for name, field in table.fields.items():
        values = table.values(name).tolist()
        if field.words:
            values = [field.words[place] for place in values]
        columns.append([None if value != value else value for value in values])
    return [dict(zip(table.fields, row, strict=True)) for row in zip(*columns, strict=True)]
