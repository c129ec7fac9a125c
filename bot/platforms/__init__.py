"""Chat platforms behind one contract, each imported only when it is used."""
