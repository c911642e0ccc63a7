"""Results -> text, CSV, JSON, XLSX, HTML, figures, verification package."""
