/** The Python half of `runPython`: loads the inputs, runs the script, saves the outputs. Passed with `python -c`. */
import { supervisor } from './supervisor.ts';

/** Names of the files in the private directory. */
export const driverFiles = {
  script: 'script.py',
  /** Arrays by number: ZIP would alter or confuse some names. */
  inputs: 'inputs.npz',
  /** JSON: the names of the inputs, in the order of their numbers. */
  names: 'names.json',
  /** Arrays by number. */
  outputs: 'outputs.npz',
  /** JSON: `names` of the outputs, or `reason`, which step failed, with the `line` of the script. */
  report: 'report.json',
} as const;

/** Run as \`python -c driver FOLDER\`. */
export const scriptDriver = `${supervisor}
import json, shutil, stat, traceback, zipfile

folder = sys.argv[1]
place = lambda name: os.path.join(folder, name)
supervise(folder)

def create(name):
    path = place(name)
    try:
        if stat.S_ISDIR(os.lstat(path).st_mode):
            shutil.rmtree(path)
        else:
            os.remove(path)
    except FileNotFoundError:
        pass
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, 'O_BINARY', 0)
    return os.fdopen(os.open(path, flags, 0o600), 'w+b')

def report(**facts):
    with create('${driverFiles.report}') as target:
        target.write(json.dumps(facts).encode('ascii'))

def fail(reason, message=None, code=1, **facts):
    report(reason=reason, **facts)
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

def load():
    with open(place('${driverFiles.names}'), encoding='utf-8') as source:
        names = json.load(source)
    with numpy.load(place('${driverFiles.inputs}'), allow_pickle=False) as archive:
        return {name: archive[str(number)] for number, name in enumerate(names)}

def save(outputs):
    if not isinstance(outputs, dict):
        fail('outputs', 'outputs is no longer a dict but ' + type(outputs).__name__)
    names = []
    with create('${driverFiles.outputs}') as target, zipfile.ZipFile(target, 'w') as archive:
        for number, (name, value) in enumerate(list(outputs.items())):
            if not isinstance(name, str):
                fail('outputs', 'the key %r of outputs is not a str' % (name,))
            try:
                array = numpy.asarray(value)
            except Exception as error:
                fail('outputs', 'outputs[%r] cannot become an array: %s' % (name, error))
            if array.dtype.name not in kept:
                fail('outputs', 'outputs[%r] has dtype %s; it must be one of %s' % (name, array.dtype, ', '.join(kept)))
            with archive.open('%d.npy' % number, 'w', force_zip64=True) as entry:
                numpy.lib.format.write_array(entry, array, allow_pickle=False)
            names.append(name)
    report(names=names)

save(run(place('${driverFiles.script}'), load()))
`;

/** Run as `python -c driver NAMES`, a JSON list; prints a JSON object. What the modules print goes to stderr. */
export const modulesDriver = `${supervisor}
import importlib, json

supervise()
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
