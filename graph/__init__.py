"""What is in the graph, and where it is kept. Imports nothing else of ours."""
