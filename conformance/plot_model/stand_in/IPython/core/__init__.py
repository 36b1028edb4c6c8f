"""Where IPython has what its public modules offer."""
