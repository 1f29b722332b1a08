"""Faults on purpose: killed processes, full disks, broken connections, hostile mail. What was promised has to hold."""
