"""Looks on and serves nobody: documents, types and fixtures of the wire, made from its models."""
