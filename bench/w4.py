"""W4 in Python: pseudo-inverses of many 2x4 matrices. Every task gives them as (N, 4, 2)."""
import numpy as np
import torch
from noise import noise


def closed(j, empty):
    """Of (2, 4, N): the inverse of JJ^T by its determinant, all over N at once."""
    a = (j[0] * j[0]).sum(0)
    b = (j[0] * j[1]).sum(0)
    d = (j[1] * j[1]).sum(0)
    determinant = a * d - b * b
    out = empty((4, 2, j.shape[2]), dtype=j.dtype)
    out[:, 0] = (j[0] * d - j[1] * b) / determinant
    out[:, 1] = (j[1] * a - j[0] * b) / determinant
    return out


def setup(threads, count):
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    tasks = {}
    for dtype in ("float64", "float32"):
        for layout, shape in (("(2, 4, N)", (2, 4, count)), ("(N, 2, 4)", (count, 2, 4))):
            made = noise(41, shape)
            last = layout == "(2, 4, N)"
            matrices = made.transpose(2, 0, 1) if last else made
            matrices[:, 0, 0] += np.float32(1)
            matrices[:, 1, 1] += np.float32(1)
            made = made.astype(dtype)
            matrices = made.transpose(2, 0, 1) if last else made
            name = f"{dtype} {layout}: "
            tasks[name + "numpy.linalg.pinv"] = lambda m=matrices: np.linalg.pinv(m)
            tasks[name + "numpy matmul, inv"] = lambda m=matrices: np.matmul(
                m.swapaxes(1, 2), np.linalg.inv(np.matmul(m, m.swapaxes(1, 2)))
            )
            if last:
                tensor = torch.from_numpy(made)
                tasks[name + "numpy, closed form of 2×2"] = lambda j=made: closed(j, np.empty).transpose(2, 0, 1)
                tasks[name + "torch, closed form of 2×2"] = lambda j=tensor: closed(j, torch.empty).permute(2, 0, 1)
    return tasks
