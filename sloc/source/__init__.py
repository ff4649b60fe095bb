"""Texts and places in them: SourceFile and Span."""
