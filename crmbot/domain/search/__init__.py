"""Finding records by words: names, spellings, queries and hits."""
