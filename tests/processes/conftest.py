"""The examples of all models are read before a test runs, so that every test can run alone."""

from helpers.models import load_examples

load_examples()
