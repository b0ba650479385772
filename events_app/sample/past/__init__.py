"""The fairs of the past."""
