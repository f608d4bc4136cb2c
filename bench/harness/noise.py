"""Noise that JavaScript makes too, bit for bit: see values.ts."""
import numpy as np

CHUNK = 1 << 22


def noise(seed, shape):
    """Float32 noise between -0.5 and 0.5 in steps of 2**-24: element i is a hash of i and the seed."""
    count = int(np.prod(shape))
    out = np.empty(count, np.float32)
    start = (seed * 0x9E3779B9) & 0xFFFFFFFF
    for first in range(0, count, CHUNK):
        h = np.arange(first, min(first + CHUNK, count), dtype=np.uint64)
        h = ((h + np.uint64(start)) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x7FEB352D)
        h ^= h >> np.uint32(15)
        h *= np.uint32(0x846CA68B)
        h ^= h >> np.uint32(16)
        out[first : first + len(h)] = (h >> np.uint32(8)).astype(np.float32) / np.float32(16777216) - np.float32(0.5)
    return out.reshape(shape)


def setup(threads, seed, shape):
    """A task for peer.py, so that the two can be compared."""
    return {"noise": lambda: noise(seed, shape)}
