"""The database: tables, statements, dialects and the clock; knows the domain and no running program."""
