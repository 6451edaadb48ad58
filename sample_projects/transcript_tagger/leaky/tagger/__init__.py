"""Tagging what people said to the speaker, so that the recogniser learns from it."""
