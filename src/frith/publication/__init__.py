"""One document model, rendered to a page, standalone HTML, PDF, Word and spreadsheet; disclosure control by audience."""
