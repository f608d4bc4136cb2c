"""Small work in Python: a 3x3 convolution, called again and again."""
import w1
from noise import noise


def setup(threads, size, calls):
    tasks = w1.setup(threads, size, noise(3, (9,)).tolist())
    del tasks["torch pad circular, conv2d"]

    def again(task):
        def loop():
            for _ in range(calls):
                result = task()
            return result

        return loop

    return {name: again(task) for name, task in tasks.items()}
