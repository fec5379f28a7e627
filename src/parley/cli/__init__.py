"""The command line: verbs turned into calls. The only place that prints or exits."""
