"""Many calls at a time."""
import asyncio


async def gather_limited(factories, limit):
    """Await factory() for each factory, at most `limit` of them at a time.

    Return the results in the order of the factories. The first exception is
    passed on, after the calls still under way have been cancelled.
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    gate = asyncio.Semaphore(limit)

    async def run(factory):
        async with gate:
            return await factory()

    tasks = [asyncio.ensure_future(run(factory)) for factory in factories]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


async def map_chunks(func, items, size):
    """Await func(chunk) for lists of `size` items, one after the other.

    The last chunk may be shorter. Each call gets a list of its own. The
    results are iterables; return all their elements in one list.
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    results = []
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            results.extend(await func(chunk))
            chunk = []
    if chunk:
        results.extend(await func(chunk))
    return results
