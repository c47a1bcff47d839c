"""`bench`: how fast this is, an area a module, each figure beside something plain of the same run."""
