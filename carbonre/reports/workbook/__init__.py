"""The report as XLSX."""
