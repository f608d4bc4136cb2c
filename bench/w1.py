"""W1 in Python: the periodic convolution of one image."""
import cv2
import numpy as np
import scipy.ndimage
import scipy.signal
import torch
import torch.nn.functional as F
from noise import noise


def setup(threads, size, kernel):
    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)
    k = int(np.sqrt(len(kernel)))
    p = k // 2
    image = noise(1, (size, size))
    taps = np.array(kernel, np.float32).reshape(k, k)
    turned = np.ascontiguousarray(taps[::-1, ::-1])
    x = torch.from_numpy(image)[None, None]
    w = torch.from_numpy(turned)[None, None]

    def opencv():
        padded = cv2.copyMakeBorder(image, p, p, p, p, cv2.BORDER_WRAP)
        return cv2.filter2D(padded, -1, turned)[p:-p, p:-p]

    def torch_conv2d():
        with torch.no_grad():
            return F.conv2d(F.pad(x, (p, p, p, p), mode="circular"), w)[0, 0]

    return {
        "scipy.signal.convolve2d": lambda: scipy.signal.convolve2d(image, taps, mode="same", boundary="wrap"),
        "scipy.ndimage.convolve": lambda: scipy.ndimage.convolve(image, taps, mode="wrap"),
        "torch pad circular, conv2d": torch_conv2d,
        "cv2 copyMakeBorder WRAP, filter2D": opencv,
    }
