"""The Prometheus back end: recording and alerting rules from event counts (docs/prometheus.md)."""

from sloc.backends.prometheus.backend import PrometheusBackend

__all__ = ["PrometheusBackend"]
