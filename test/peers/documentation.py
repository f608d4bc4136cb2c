"""Runs the blocks of Python in the documentation, `inputs['blocks']` as JSON in UTF-8: [[place, code], ...]. A line
`expression  # => literal` is a claim. Fills `outputs['report']` with what does not hold, one line each, and `outputs['claims']`."""
import ast
import json

import numpy


def plain(value):
    return value.detach().numpy() if hasattr(value, 'detach') else value


def holds(value, literal):
    value, literal = numpy.asarray(plain(value)), numpy.asarray(literal)
    if value.dtype == bool or literal.dtype == bool:
        return value.shape == literal.shape and bool(numpy.array_equal(value, literal))
    return value.shape == literal.shape and bool(numpy.allclose(value, literal, rtol=1e-6))


report, claims = [], 0
for place, code in json.loads(bytes(inputs['blocks']).decode()):
    names, lines = {}, code.split('\n')
    try:
        for node in ast.parse(code).body:
            text = ast.get_source_segment(code, node)
            claim = lines[node.end_lineno - 1].rpartition('# => ')[2] if '# => ' in lines[node.end_lineno - 1] else None
            if claim is None:
                exec(text, names)
                continue
            claims += 1
            value = eval(text, names)
            if not holds(value, ast.literal_eval(claim)):
                report.append(f'{place}: {text} gives {plain(value)}, not {claim}')
    except Exception as error:
        report.append(f'{place}: {type(error).__name__}: {error}')

outputs['report'] = numpy.frombuffer('\n'.join(report).encode(), numpy.uint8)
outputs['claims'] = claims
