"""The Grafana back end: boards that read what the Prometheus back end records (docs/grafana.md)."""

from sloc.backends.grafana.backend import GrafanaBackend

__all__ = ["GrafanaBackend"]
