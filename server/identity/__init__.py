"""Keys, ids and links, and how somebody is shown who wants no name: nicknames and pictures."""
