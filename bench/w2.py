"""W2 in Python: the gradient's magnitude over a batch, with mirror borders."""
import numpy as np
import torch
import torch.nn.functional as F
from noise import noise

PART = 8


def setup(threads, shape):
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    data = noise(2, shape)
    x = torch.from_numpy(data)
    out = torch.zeros_like(x)
    dy = torch.zeros_like(x)

    def slices():
        p = F.pad(x, (1, 1, 1, 1), mode="reflect")
        dx = p[:, :, 1:-1, 2:] - p[:, :, 1:-1, :-2]
        dy = p[:, :, 2:, 1:-1] - p[:, :, :-2, 1:-1]
        return torch.sqrt(dx**2 + dy**2)

    def into(x, out, dy):
        # With mirror borders the difference across the first and the last place is zero, and stays it.
        torch.sub(x[..., 2:], x[..., :-2], out=out[..., 1:-1])
        out[..., 0] = 0
        out[..., -1] = 0
        torch.sub(x[..., 2:, :], x[..., :-2, :], out=dy[..., 1:-1, :])
        out.mul_(out).addcmul_(dy, dy).sqrt_()

    def in_place():
        into(x, out, dy)
        return out

    def in_parts():
        part = dy[:PART]
        for first in range(0, x.shape[0], PART):
            span = slice(first, first + PART)
            into(x[span], out[span], part[: x[span].shape[0]])
        return out

    def numpy_slices():
        p = np.pad(data, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="reflect")
        dx = p[:, :, 1:-1, 2:] - p[:, :, 1:-1, :-2]
        dy = p[:, :, 2:, 1:-1] - p[:, :, :-2, 1:-1]
        return np.sqrt(dx * dx + dy * dy)

    return {
        "torch pad reflect, slices, sqrt": slices,
        "torch in place, preallocated": in_place,
        "torch in place, preallocated, 8 images at a time": in_parts,
        "numpy pad reflect, slices, sqrt": numpy_slices,
    }
