"""Text on disk -> SourceFile and Span. The one place that reads specs."""
