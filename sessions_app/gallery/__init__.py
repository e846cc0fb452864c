"""Every component that visitors meet, with sample values, for editors and whoever builds on it."""
