/** The Python half of `runPython`: loads the inputs, runs the script, saves the outputs. Passed with `python -c`. */

/** Names of the files in the private directory. */
export const files = {
  script: 'script.py',
  inputs: 'inputs.npz',
  outputs: 'outputs.npz',
  /** JSON, written only on failure: which step failed, and the line of the script. */
  report: 'report.json',
} as const;

/** Ends this Python, and what it started, when the process that started it is gone; then nobody else removes the directory. */
const follow = `
import os, sys, threading

def follow(pipe, folder):
    while os.read(pipe, 4096):
        pass
    if folder:
        import shutil
        shutil.rmtree(folder, ignore_errors=True)
    if hasattr(os, 'killpg'):
        os.killpg(0, 9)
    os._exit(1)

def start_following(folder):
    pipe = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    threading.Thread(target=follow, args=(pipe, folder), daemon=True).start()
`;

/** Run as \`python -c driver FOLDER\`. */
export const scriptDriver = `${follow}
import json, traceback, zipfile

folder = sys.argv[1]
place = lambda name: os.path.join(folder, name)
start_following(folder)

def fail(reason, message=None, code=1, **facts):
    with open(place('${files.report}'), 'w') as report:
        json.dump(dict(reason=reason, **facts), report)
    if message:
        sys.stderr.write(message + '\\n')
    sys.stdout.flush()
    sys.exit(code)

try:
    import numpy
except ImportError as error:
    fail('numpy', str(error))

kept = ('bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex64 complex128').split()

def line_of(error, path):
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == path]
    return lines[-1] if lines else None

def run(path, inputs):
    outputs = {}
    scope = {'__name__': '__main__', '__file__': path, 'inputs': inputs, 'outputs': outputs}
    try:
        with open(path, encoding='utf-8') as source:
            code = compile(source.read(), path, 'exec')
        exec(code, scope)
    except SystemExit as end:
        if end.code not in (None, 0):
            if isinstance(end.code, str):
                fail('script', end.code, line=line_of(end, path))
            fail('script', code=end.code, line=line_of(end, path))
    except BaseException as error:
        shown = error.__traceback__.tb_next or error.__traceback__
        traceback.print_exception(type(error), error, shown)
        fail('script', line=line_of(error, path))
    return scope.get('outputs')

def save(path, outputs):
    if not isinstance(outputs, dict):
        fail('outputs', 'outputs is no longer a dict but ' + type(outputs).__name__)
    with zipfile.ZipFile(path, 'w') as archive:
        for name, value in outputs.items():
            if not isinstance(name, str):
                fail('outputs', 'the key %r of outputs is not a str' % (name,))
            try:
                array = numpy.asarray(value)
            except Exception as error:
                fail('outputs', 'outputs[%r] cannot become an array: %s' % (name, error))
            if array.dtype.name not in kept:
                fail('outputs', 'outputs[%r] has dtype %s; it must be one of %s' % (name, array.dtype, ', '.join(kept)))
            with archive.open(name + '.npy', 'w', force_zip64=True) as target:
                numpy.lib.format.write_array(target, array, allow_pickle=False)

with numpy.load(place('${files.inputs}'), allow_pickle=False) as archive:
    inputs = {name: archive[name] for name in archive.files}
save(place('${files.outputs}'), run(place('${files.script}'), inputs))
`;

/** Run as `python -c driver NAMES`, a JSON list; prints a JSON object. What the modules print goes to stderr. */
export const modulesDriver = `${follow}
import importlib, json

start_following(None)
answer = os.dup(1)
os.dup2(2, 1)
found = {}
for name in json.loads(sys.argv[1]):
    try:
        module = importlib.import_module(name)
        found[name] = str(getattr(module, '__version__', 'unknown'))
    except BaseException:
        found[name] = None
sys.stdout.flush()
with os.fdopen(answer, 'w') as target:
    json.dump(found, target)
`;
