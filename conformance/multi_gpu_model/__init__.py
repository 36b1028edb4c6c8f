"""The clauses of multi_gpu_model, and their tests."""
