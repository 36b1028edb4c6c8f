"""The documented API as one would wish it written: minimal, and right."""
