"""W5 in Python: indexing by arrays."""
import numpy as np
import torch
from noise import noise


def places(seed, count, extent):
    return np.floor((noise(seed, (count,)).astype(np.float64) + 0.5) * extent).astype(np.int64)


def setup(threads, shape, frames, rows, columns, count):
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    data = noise(51, shape)
    new = np.zeros(shape, np.float32)
    ids = places(52, frames, shape[2])
    table = noise(53, (rows, columns))
    chosen = places(54, count, rows)
    tdata, tnew, tids = torch.from_numpy(data), torch.zeros(*shape), torch.from_numpy(ids)
    ttable, tchosen = torch.from_numpy(table), torch.from_numpy(chosen)

    def numpy_frames():
        new[:, :, :frames] = data[:, :, ids]
        return new

    def take_frames():
        new[:, :, :frames] = np.take(data, ids, axis=2)
        return new

    def torch_frames():
        tnew[:, :, :frames] = tdata[:, :, tids]
        return tnew

    return {
        "frames: numpy": numpy_frames,
        "frames: numpy take": take_frames,
        "frames: torch": torch_frames,
        "rows: numpy": lambda: table[chosen],
        "rows: numpy take": lambda: np.take(table, chosen, axis=0),
        "rows: torch": lambda: ttable[tchosen],
        "rows: torch index_select": lambda: torch.index_select(ttable, 0, tchosen),
    }
