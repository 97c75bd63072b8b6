"""The world on a day: ``/at/1914-08-01``, its tables as files, and the queries behind them."""
