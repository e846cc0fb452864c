"""Forms of the admin: facts once, addresses by one rule, languages from the settings."""
