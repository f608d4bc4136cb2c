"""Asks NumPy or torch what generated indexes do; run by indexing.ts.

inputs['cases'] is JSON: a list of {shape, dtype, layout, index, operation, value, library}. outputs['answers'] is JSON:
for each case {kind: array | error, ...}; the numbers of all results stand one after the other in outputs['re'], ['im'].
"""

import json
import warnings

import numpy as np

warnings.simplefilter('error', DeprecationWarning)
warnings.simplefilter('ignore', np.ComplexWarning)
cases = json.loads(inputs['cases'].tobytes().decode())
real, imaginary, answers = [], [], []


def numbers(size, dtype, start=0):
    flat = np.arange(start, start + size)
    if dtype == 'bool':
        return flat % 3 == 1
    if dtype.startswith('complex'):
        return (flat + 2j * flat).astype(dtype)
    return flat.astype(dtype)


def source(case):
    shape = case['shape']
    size = int(np.prod(shape))
    if case['layout'] == 'transposed':
        return numbers(size, case['dtype']).reshape(shape[::-1]).T
    if case['layout'] == 'flipped':
        return numbers(size, case['dtype']).reshape(shape)[::-1]
    if case['layout'] == 'gaps':
        return numbers(2 * size, case['dtype']).reshape([*shape[:-1], 2 * shape[-1]])[..., ::2]
    return numbers(size, case['dtype']).reshape(shape)


def value(case, x):
    given = case['value']
    if given['kind'] == 'alias':
        return x[::-1].copy() if given['copy'] else x[::-1]
    return numbers(int(np.prod(given['shape'])), given['dtype'], 100).reshape(given['shape'])


def numpy_case(case):
    x = source(case)
    index = eval('type("I", (), {"__getitem__": lambda self, key: key})()[' + case['index'] + ']', {'np': np})
    if case['operation'] == 'read':
        result = x[index]
        view = bool(np.shares_memory(result, x)) if isinstance(result, np.ndarray) and result.size else None
        return np.asarray(result), view
    given = value(case, x)
    if case['operation'] == 'add':
        np.add.at(x, index, given)
    else:
        x[index] = given
    return x, None


def torch_case(case):
    import torch
    i = lambda values, dtype='int64': torch.tensor(values, dtype=getattr(torch, dtype))
    x = torch.from_numpy(source({**case, 'layout': 'plain'}))
    index = eval('type("I", (), {"__getitem__": lambda self, key: key})()[' + case['index'] + ']', {'i': i, 'torch': torch})
    if case['operation'] == 'read':
        result = x[index]
        return result.numpy(), (result._base is not None) if result.numel() else None
    x[index] = torch.from_numpy(value(case, x))
    return x.numpy(), None


for case in cases:
    try:
        result, view = torch_case(case) if case['library'] == 'torch' else numpy_case(case)
    except Exception as error:
        answers.append({'kind': 'error', 'name': type(error).__name__, 'message': str(error).split('\n')[0]})
        continue
    answers.append({'kind': 'array', 'shape': list(result.shape), 'dtype': result.dtype.name, 'view': view})
    real.append(np.real(result).ravel().astype('float64'))
    imaginary.append(np.imag(result).ravel().astype('float64'))

none = [np.zeros(0)]
outputs['re'] = np.concatenate(real + none)
outputs['im'] = np.concatenate(imaginary + none)
outputs['answers'] = np.frombuffer(json.dumps(answers).encode(), np.uint8)
