"""A stand-in for the package with the code of IPython's public modules."""
