"""W3 in Python: disparity smoothness, forward."""
import numpy as np
import torch
from noise import noise


def smoothness(d, image):
    dx = torch.abs(d[:, :, :, 1:] - d[:, :, :, :-1])
    dy = torch.abs(d[:, :, 1:, :] - d[:, :, :-1, :])
    ix = image[:, :, :, 1:] - image[:, :, :, :-1]
    iy = image[:, :, 1:, :] - image[:, :, :-1, :]
    x = dx * torch.exp(-torch.sqrt((ix * ix).sum(1, True)))
    y = dy * torch.exp(-torch.sqrt((iy * iy).sum(1, True)))
    return (x.sum() + y.sum()) / d.numel()


def setup(threads, batch, height, width):
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    d = noise(31, (batch, 1, height, width))
    image = noise(32, (batch, 3, height, width))
    td, timage = torch.from_numpy(d), torch.from_numpy(image)
    script = torch.jit.script(smoothness)

    def numpy_term(after, before):
        step = image[after] - image[before]
        weight = np.exp(-np.sqrt((step * step).sum(1, keepdims=True)))
        return (np.abs(d[after] - d[before]) * weight).sum()

    def numpy_smoothness():
        x = numpy_term(np.s_[:, :, :, 1:], np.s_[:, :, :, :-1])
        y = numpy_term(np.s_[:, :, 1:, :], np.s_[:, :, :-1, :])
        return (x + y) / d.size

    return {
        "numpy": numpy_smoothness,
        "torch eager": lambda: smoothness(td, timage),
        "torch.jit.script": lambda: script(td, timage),
    }
