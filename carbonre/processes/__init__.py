"""The process models, one unit process a file; the file name is the name in a plant file."""
