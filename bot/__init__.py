"""The running program: configuration, command line, fetching, chat platforms and the wiring of all parts."""
