"""PDF pages made from evidence: pure modules that know neither Django nor the database."""
