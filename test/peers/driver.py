"""Evaluates the expressions of peer cases; run by evaluate.ts. One process serves all the cases of a test file.

inputs['cases'] is JSON: a list of {python, arrays}, where arrays maps the names in the expression to keys of inputs.
outputs['answers'] is JSON: for each case {kind: values | error | missing | unsupported, ...}; the arrays of case 12
are outputs['r12_0'], outputs['r12_1'], and so on.
"""

import importlib
import json
import re
import warnings

import numpy as np

NAMES = {
    'np': 'numpy',
    'signal': 'scipy.signal',
    'ndimage': 'scipy.ndimage',
    'scipy': 'scipy',
    'torch': 'torch',
    'F': 'torch.nn.functional',
    'cv2': 'cv2',
    't': 'torch',
}
KEPT = 'bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex64 complex128'.split()

warnings.simplefilter('ignore')
np.seterr(all='ignore')

scope = {}
missing = {}
versions = {}


def provide(name):
    """Imports what `name` stands for, once. Returns the missing module, or None."""
    module = NAMES[name]
    if name in scope:
        return None
    if module in missing:
        return missing[module]
    try:
        scope[name] = importlib.import_module(module)
        for part in ('fft', 'signal', 'ndimage') if name == 'scipy' else ():
            importlib.import_module('scipy.' + part)
    except ImportError:
        missing[module] = module.split('.')[0]
        return missing[module]
    base = module.split('.')[0]
    versions[base] = importlib.import_module(base).__version__
    if name == 't':
        scope['t'] = scope['t'].from_numpy
    return None


def needed(case):
    used = set(re.findall(r'(?<![\w.\'"])(\w+)(?=[.(])', case['python']))
    return [name for name in NAMES if name in used and name not in case['arrays']]


def to_array(value):
    if hasattr(value, 'resolve_conj'):
        value = value.detach().resolve_conj().resolve_neg().numpy()
    array = np.asarray(value)
    if array.dtype.name not in KEPT:
        raise TypeError('the result has dtype %s' % array.dtype)
    return array


def answer(number, case):
    absent = sorted({module for module in map(provide, needed(case)) if module})
    if absent:
        return {'kind': 'missing', 'modules': absent}
    arrays = {name: inputs[key] for name, key in case['arrays'].items()}
    try:
        value = eval(case['python'], {**scope, **arrays})
    except Exception as error:
        return {'kind': 'error', 'name': type(error).__name__, 'message': str(error)}
    several = isinstance(value, (tuple, list)) and any(hasattr(item, 'shape') for item in value)
    try:
        results = [to_array(item) for item in (value if several else [value])]
    except Exception as error:
        return {'kind': 'unsupported', 'name': type(error).__name__, 'message': str(error)}
    keys = ['r%d_%d' % (number, index) for index in range(len(results))]
    outputs.update(zip(keys, results))
    return {'kind': 'values', 'keys': keys}


cases = json.loads(inputs['cases'].tobytes().decode())
answers = [answer(number, case) for number, case in enumerate(cases)]
text = json.dumps({'answers': answers, 'versions': versions})
outputs['answers'] = np.frombuffer(text.encode(), np.uint8)
