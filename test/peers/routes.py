# The routes of `compare` as people write them, and the lines that fix them. Lines about the kernel run before a
# route, lines about its result after it.
import json
import numpy as np
import scipy.signal as signal
import torch
import torch.nn.functional as F


def middle(result, H, W):
    return result[..., H // 2:-H // 2, W // 2:-W // 2]


def run(name, image, kernel, lines):
    (H, W), (K, L) = image.shape, kernel.shape
    scope = {'np': np, 'torch': torch}
    before = [line for line in lines if not line.startswith('result')]
    after = [line for line in lines if line.startswith('result')]
    if name.startswith('torch'):
        scope['kernel'] = torch.from_numpy(kernel)[None, None]
        x = torch.from_numpy(image)[None, None]
    else:
        scope['kernel'] = kernel
        scope['padded_kernel'] = np.pad(kernel, ((0, H - K), (0, W - L)))
    if name == 'fourier':
        scope['padded_kernel'] = np.roll(scope['padded_kernel'], (-((K - 1) // 2), -((L - 1) // 2)), axis=(0, 1))
    for line in before:
        exec(line, scope)
    k = scope['kernel']
    if name == 'scipy':
        result = signal.convolve2d(image, k, mode='same', boundary='wrap')
    elif name == 'scipy-tiled':
        result = middle(signal.convolve2d(np.tile(image, (2, 2)), k, mode='same'), H, W)
    elif name == 'torch':
        result = F.conv2d(F.pad(x, ((L - 1) // 2, L // 2, (K - 1) // 2, K // 2), mode='circular'), k)
    elif name == 'torch-tiled':
        result = middle(F.conv2d(x.repeat(1, 1, 2, 2), k, padding=1), H, W)
    else:
        result = np.fft.irfft2(np.fft.rfft2(image) * np.fft.rfft2(scope['padded_kernel']), s=(H, W))
    scope['result'] = result
    for line in after:
        exec(line, scope)
    result = scope['result']
    return result.numpy()[0, 0] if name.startswith('torch') else result


for name, lines in json.loads(bytes(inputs['fixes']).decode()).items():
    outputs[name] = run(name, inputs['image'], inputs['kernel'], [])
    outputs[name + ' fixed'] = run(name, inputs['image'], inputs['kernel'], lines)
