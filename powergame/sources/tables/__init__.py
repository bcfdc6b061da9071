"""Tables as spreadsheets write them: cells with the places at which a spreadsheet shows them, and numbers."""
