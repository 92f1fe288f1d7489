"""A decision in the reader's language: blocks of a page, which HTML, XLSX and the app all draw."""
