"""The boards of applicant tracking systems: one company each, all that is open at it; one module a system."""
