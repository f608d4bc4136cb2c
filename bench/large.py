"""Large arrays in Python: NumPy and OpenCV."""
import cv2
import numpy as np
from noise import noise


def setup(threads, size, kernel):
    cv2.setNumThreads(threads)
    x = noise(1, (size, size))
    taps = np.array(kernel, np.float32).reshape(3, 3)
    rows = (np.arange(size) * 7919) % size
    return {
        "cv2.filter2D": lambda: cv2.filter2D(x, -1, taps, borderType=cv2.BORDER_REFLECT_101),
        "numpy sqrt(x*x + x*x)": lambda: np.sqrt(x * x + x * x),
        "numpy sum": lambda: np.sum(x, dtype=np.float64),
        "numpy sum axis 0": lambda: np.sum(x, axis=0),
        "numpy transpose": lambda: x.T.reshape(-1),
        "numpy take rows": lambda: np.take(x, rows, axis=0),
    }
