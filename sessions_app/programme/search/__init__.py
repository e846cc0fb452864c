"""The search of the site: what can be found, how words match, and its pages."""
