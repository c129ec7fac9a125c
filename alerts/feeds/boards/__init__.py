"""The formats of single job boards and aggregators, many companies each; one module a board."""
