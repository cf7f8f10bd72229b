"""The pages of the lists sent out and of the cases worked, as their addresses answer."""
