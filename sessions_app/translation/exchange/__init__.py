"""Files in and out: one module per format, which reads and writes and knows no database."""
