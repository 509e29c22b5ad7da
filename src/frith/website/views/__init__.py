"""Pages that belong to no app: sign-in, home, errors, evidence, assessments, the audit trail."""
