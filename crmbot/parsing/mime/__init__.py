"""Taking raw messages apart: header, encoded words, charsets, body text, files, containers (RFC 5322, MIME)."""
