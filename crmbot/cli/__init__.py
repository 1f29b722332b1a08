"""The command line: one thin function for each command, in a module for each kind of work."""
