"""What is done to rounds, answers and groups: one transaction each, with standings and the Posts
that are owed for it. Daily, the commands and the command line perform them."""
