"""Children who change institution: what one side reports and the other accepts."""
