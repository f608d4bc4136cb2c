# The torch route of `compare` under any boundary: its call as printed, then with the fixing lines carried out before it.
import json
import numpy as np
import torch
import torch.nn.functional as F


def run(call, image, kernel, lines):
    (K, L) = kernel.shape
    rows, columns = ((K - 1) // 2, K // 2), ((L - 1) // 2, L // 2)
    scope = {
        'np': np,
        'torch': torch,
        'F': F,
        'image': torch.from_numpy(image)[None, None],
        'kernel': torch.from_numpy(kernel)[None, None],
        'reach': columns + rows if 'F.pad' in call else ((0, 0), (0, 0), rows, columns),
    }
    for line in lines:
        exec(line, scope)
    return eval(call, scope).numpy()[0, 0]


for name, case in json.loads(bytes(inputs['cases']).decode()).items():
    image, kernel = np.array(case['image'], float), np.array(case['kernel'], float)
    outputs[name] = run(case['call'], image, kernel, [])
    outputs[name + ' fixed'] = run(case['call'], image, kernel, case['lines'])
