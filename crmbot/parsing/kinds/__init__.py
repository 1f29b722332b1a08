"""What sort of mail it is: bounce, automatic reply, list, invitation, web form."""
