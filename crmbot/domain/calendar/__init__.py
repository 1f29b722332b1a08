"""Working days, hours and absences of a person; appointments and their calendar files."""
