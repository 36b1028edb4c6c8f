"""The reference: the documented API, as short and as right as possible."""
