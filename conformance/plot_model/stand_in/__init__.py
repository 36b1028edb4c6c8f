"""A stand-in for IPython where it is not installed: with this folder on the path, it is `IPython`."""
