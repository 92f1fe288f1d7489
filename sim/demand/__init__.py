"""What customers do: volumes, handling times, patience, and their draws."""
