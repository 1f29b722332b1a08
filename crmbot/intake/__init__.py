"""Mail in: receive, prove, gather facts, decide, apply, explain, replay."""
