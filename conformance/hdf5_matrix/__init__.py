"""The clauses of HDF5Matrix, and their tests."""
