/**
 * The Python that stands between this process and the code that is run. It forks: the child goes on and runs the code, the
 * parent waits, and ends everything that the child started when the child is done, or when this process closes the pipe
 * or is gone. On Linux it is the reaper of its descendants, so that a process in a session of its own, whose parent has
 * ended, is still its child and is found. Elsewhere it ends the process group. A few lines of Python's standard library.
 */
export const supervisor = `
import os, sys

def prctl(option, value):
    try:
        import ctypes
        return ctypes.CDLL(None).prctl(option, value, 0, 0, 0) == 0
    except Exception:
        return False

def descendants():
    parents = {}
    for name in os.listdir('/proc') if os.path.isdir('/proc/self') else ():
        try:
            with open('/proc/%s/stat' % int(name), 'rb') as stat:
                parents[int(name)] = int(stat.read().rsplit(b')', 1)[1].split()[1])
        except (ValueError, IndexError, OSError):
            pass
    found, more = set(), {os.getpid()}
    while more:
        more = {child for child, parent in parents.items() if parent in more} - found
        found |= more
    return found

def end_all(worker):
    import time
    last = time.monotonic() + 5
    while time.monotonic() < last:
        for process in descendants():
            try:
                os.kill(process, 9)
            except OSError:
                pass
        try:
            os.killpg(worker, 9)
        except OSError:
            pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.001)

def watch(pipe, wake, worker, folder):
    import select
    while True:
        if pipe in select.select([pipe, wake], [], [])[0] and not os.read(pipe, 4096):
            end_all(worker)
            if folder:
                import shutil
                shutil.rmtree(folder, ignore_errors=True)
            os._exit(1)
        os.read(wake, 4096) if select.select([wake], [], [], 0)[0] else None
        try:
            while True:
                process, status = os.waitpid(-1, os.WNOHANG)
                if process == 0:
                    break
                if process == worker:
                    end_all(worker)
                    return status
        except ChildProcessError:
            return 0

def end_as(status):
    if not os.WIFSIGNALED(status):
        os._exit(os.WEXITSTATUS(status))
    import resource, signal
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if os.WTERMSIG(status) not in (signal.SIGKILL, signal.SIGSTOP):
        signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
    os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(1)

def follow_by_thread(pipe):
    import threading
    def follow():
        while os.read(pipe, 4096):
            pass
        os._exit(1)
    threading.Thread(target=follow, daemon=True).start()

def supervise(folder=None):
    pipe = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if not hasattr(os, 'fork'):
        return follow_by_thread(pipe)
    import signal
    prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(woken)
    parent = os.getpid()
    worker = os.fork()
    if worker:
        try:
            os.setpgid(worker, worker)
        except OSError:
            pass
        end_as(watch(pipe, wake, worker, folder))
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for end in (pipe, wake, woken):
        os.close(end)
    try:
        os.setpgid(0, 0)
    except OSError:
        pass
    prctl(1, 9)  # PR_SET_PDEATHSIG: who ends the supervisor ends the worker.
    if os.getppid() != parent:
        os._exit(1)
`;
