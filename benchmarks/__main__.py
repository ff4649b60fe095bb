"""``python -m benchmarks``: all of them; exits 1 where a target is missed."""

from benchmarks import by_hand, cost, parsing, startup, throughput

missed = startup.main()
print()
parsing.main()
print()
by_hand.main()
print()
cost.main([])
print()
throughput.main()
raise SystemExit(missed)
