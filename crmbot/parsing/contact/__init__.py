"""Contact data: names, companies, positions, phones, addresses; merged from every source."""
