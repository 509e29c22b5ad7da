"""One document model, rendered to a page, HTML, PDF, Word and spreadsheet; disclosure control by audience."""
