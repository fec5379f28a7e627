"""Reading: from a document to who said what, and who did what to whom. Readers are replaceable."""
