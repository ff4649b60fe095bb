"""``python -m benchmarks``: all of them; exits 1 where a target is missed."""

from benchmarks import parsing, startup, throughput

missed = startup.main()
print()
parsing.main()
print()
throughput.main()
raise SystemExit(missed)
