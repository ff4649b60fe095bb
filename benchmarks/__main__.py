"""``python -m benchmarks``: all of them; exits 1 where a target is missed."""

from benchmarks import startup, throughput

missed = startup.main()
print()
throughput.main()
raise SystemExit(missed)
