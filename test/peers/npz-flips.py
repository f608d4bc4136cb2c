"""What NumPy reads from npz files of which one bit is wrong; run by npz-flips.test.ts.

With inputs['make']: writes outputs['savez'] and outputs['savez_compressed'] by NumPy itself. Else, for every bit of every
byte of inputs['file']: outputs['verdicts'] has 0 where the arrays and names are the same, 1 where there is an error, 2
where something else comes out.
"""

import io
import warnings

import numpy as np

warnings.simplefilter('ignore')


def arrays_in(content):
    with np.load(io.BytesIO(content)) as file:
        return {name: file[name] for name in file.files}


def same(a, b):
    return list(a) == list(b) and all(
        isinstance(b[name], np.ndarray)
        and a[name].dtype == b[name].dtype
        and a[name].shape == b[name].shape
        and a[name].tobytes() == b[name].tobytes()
        for name in a
    )


def verdict(content, expected):
    try:
        return 0 if same(expected, arrays_in(content)) else 2
    except Exception:
        return 1


if 'make' in inputs:
    record = {'image': np.arange(6, dtype='uint8').reshape(2, 3), 'größe': np.array([1.5, -2]), 'n': np.array(7)}
    for write in (np.savez, np.savez_compressed):
        file = io.BytesIO()
        write(file, **record)
        outputs[write.__name__] = np.frombuffer(file.getvalue(), 'uint8')
else:
    content = inputs['file'].tobytes()
    expected = arrays_in(content)
    verdicts = np.zeros(8 * len(content), 'uint8')
    for bit in range(len(verdicts)):
        changed = bytearray(content)
        changed[bit >> 3] ^= 1 << (bit & 7)
        verdicts[bit] = verdict(bytes(changed), expected)
    outputs['verdicts'] = verdicts
