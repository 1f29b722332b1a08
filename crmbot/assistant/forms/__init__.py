"""Forms: what a command asks for that was told too little, and how the answers are read."""
