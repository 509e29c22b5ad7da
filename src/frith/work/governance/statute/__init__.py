"""The statutory year: what the law asks for and what satisfies it, consultations, and the clocks of scrutiny."""
