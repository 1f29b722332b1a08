"""Tools for people who work on crmbot; the product itself does not need them."""
