"""Letters: from reviewed facts to words and a PDF that an attorney approved and nothing changes."""
