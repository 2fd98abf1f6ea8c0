"""Why a mail came or did not, what comes next, and what mails led to."""
