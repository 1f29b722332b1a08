"""What was changed and how it is taken back: change sets, undo, merge, deletion, erasure and retention."""
