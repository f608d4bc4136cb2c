"""Does named tasks for the benchmarks: JSON lines come on standard input, one answer goes back for each.

    peer.py w1      tasks of bench/w1.py, whose setup(threads, **options) returns {name: function without arguments}
"""
import gc
import importlib
import json
import os
import platform
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]

# Whatever a library prints must not end up among the answers.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

import numpy as np  # noqa: E402


def versions():
    found = {"Python": platform.python_version()}
    for module, name in [("numpy", "NumPy"), ("scipy", "SciPy"), ("torch", "torch"), ("cv2", "OpenCV")]:
        if module in sys.modules:
            found[name] = str(sys.modules[module].__version__)
    return found


def timed(task, calls):
    """Milliseconds of each call. The result is dropped outside of the time, as JavaScript's is."""
    taken = []
    for _ in range(calls):
        start = time.perf_counter()
        result = task()
        taken.append((time.perf_counter() - start) * 1000)
        del result
    return taken


def as_numpy(result):
    if hasattr(result, "detach"):
        result = result.detach().cpu().contiguous().numpy()
    result = np.ascontiguousarray(result) if np.ndim(result) else np.asarray(result)
    return result if result.dtype in (np.float32, np.float64) else result.astype(np.float64)


def main():
    workload = None
    tasks = {}
    gc.disable()
    for line in sys.stdin:
        request = json.loads(line)
        answer = {}
        try:
            kind = request["do"]
            if kind == "setup":
                workload = workload or importlib.import_module(sys.argv[1])
                tasks = {}
                gc.collect()
                tasks = workload.setup(request["threads"], **request["options"])
            elif kind == "time":
                answer["milliseconds"] = timed(tasks[request["name"]], request["calls"])
            elif kind == "result":
                np.save(request["path"], as_numpy(tasks[request["name"]]()))
            elif kind == "versions":
                answer["versions"] = versions()
            else:
                raise ValueError("unknown request " + repr(kind))
        except Exception as error:  # the other side reports it and goes on
            answer["error"] = type(error).__name__ + ": " + str(error).split("\n")[0]
        print(json.dumps(answer), file=answers, flush=True)


main()
