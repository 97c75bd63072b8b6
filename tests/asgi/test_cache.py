"""The cache of answers: within its bound, whatever comes, and the least used go first."""

from hypothesis import given
from hypothesis import strategies as st

from openalliances.asgi.exchange import CachedResponse, ResponseCache


def response(size, status=200):
    return CachedResponse(status, ((b"etag", b'"x"'),), b"x" * size)


@given(
    st.integers(0, 20_000),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4000), st.booleans()), max_size=60),
)
def test_it_never_holds_more_than_its_bound_and_counts_right(most, steps):
    cache = ResponseCache(most)
    asked = 0
    for number, size, reads in steps:
        key = str(number).encode()
        if reads:
            asked += 1
            cache.get(key)
        else:
            cache.put(key, response(size))
        held = [cache.get(str(n).encode()) for n in range(21)]
        asked += 21
        assert cache.size <= most
        assert len(cache) == len([one for one in held if one is not None])
        sizes = [len(str(n)) + one.size for n, one in enumerate(held) if one is not None]
        assert cache.size == sum(sizes)
    assert cache.hits + cache.misses == asked
    cache.clear()
    assert (len(cache), cache.size) == (0, 0)


def test_the_least_used_goes_first():
    cache = ResponseCache(10_000)
    for name in (b"a", b"b", b"c"):
        cache.put(name, response(900))
    assert cache.get(b"a")
    for number in range(6):
        cache.put(str(number).encode(), response(900))
    cache.get(b"a")
    cache.put(b"last", response(900))
    assert cache.get(b"a") and not cache.get(b"b")


def test_what_is_large_is_not_kept_and_what_is_kept_stays():
    cache = ResponseCache(8000)
    cache.put(b"a", response(100))
    cache.put(b"b", response(1000))
    assert cache.get(b"a") and not cache.get(b"b")


def test_a_cache_of_nothing_keeps_nothing():
    cache = ResponseCache(0)
    cache.put(b"", CachedResponse(200, (), b""))
    assert len(cache) == 0
