/**
 * Makes tests of the examples: every `@example` of a docstring in src, and every block of code in README.md and docs
 * that imports from 'concordat'; docs/reference shows those of docstrings once more. A line `expression; // => literal` becomes an assertion. The tests are written to
 * test/generated when vitest reads its configuration, one file for each file with examples.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Comment, lineAt, parse, readFiles, root, type Syntax } from './source.ts';

/** A block of code, and the line of its file that its first line stands on. */
export interface Example {
  readonly path: string;
  readonly line: number;
  readonly code: string;
}

/** All examples of the project. */
export function allExamples(): Example[] {
  const readme = existsSync(join(root, 'README.md')) ? readFileSync(join(root, 'README.md'), 'utf8') : '';
  const written = [...readFiles('docs', '.md')].filter(([path]) => !path.startsWith('docs/reference/'));
  return [...readFiles('src', '.ts'), ['README.md', readme], ...written].flatMap(([path, text]) =>
    path.endsWith('.md') ? fromMarkdown(path, text) : fromDocstrings(path, text),
  );
}

/** The `@example` blocks of docstrings: from the tag to the next tag or the end. */
export function fromDocstrings(path: string, text: string): Example[] {
  const docstrings = parse(path, text).comments.filter(
    ({ type, value }) => type === 'Block' && value.startsWith('*'),
  );
  return docstrings.flatMap(({ value, start }) => {
    const found: Example[] = [];
    let block: { line: number; lines: string[] } | undefined;
    const close = () => {
      if (block) found.push({ path, line: block.line, code: block.lines.join('\n').trimEnd() });
      block = undefined;
    };
    for (const [index, raw] of value.split('\n').entries()) {
      const content = raw.replace(/^\s*\* ?/, '');
      if (/^@\w/.test(content)) close();
      if (/^@example\b/.test(content)) block = { line: lineAt(text, start) + index + 1, lines: [] };
      else block?.lines.push(content.startsWith('```') ? '' : content);
    }
    close();
    return found;
  });
}

/** The blocks fenced with ```ts that import from 'concordat'. */
export function fromMarkdown(path: string, text: string): Example[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)]
    .map(match => ({ path, line: lineAt(text, match.index) + 1, code: match[1].trimEnd() }))
    .filter(({ code }) => /from 'concordat(\/\w+)?'/.test(code));
}

/** The body of a test that runs `code`: imports made local, claims made assertions. Lines stay where they are. */
export function testBody(code: string): string {
  const { body, comments } = parse('example.ts', code);
  const edits: { start: number; end: number; text: string }[] = [];
  const claims = comments.filter(({ type, value }) => type === 'Line' && /^\s*=>/.test(value));
  for (const node of body) {
    const { start, end } = node;
    if (node.type === 'ImportDeclaration') edits.push({ start, end, text: localImport(node) });
    const claim = claims.find(each => each.start >= end && /^[ \t]*$/.test(code.slice(end, each.start)));
    if (!claim) continue;
    const subject = subjectOf(node, code);
    if (subject === undefined) continue;
    const value = literalOf(claim, comments, code);
    claims.splice(claims.indexOf(claim), 1);
    const assertion = `expect(plain(${subject})).toEqual(plain(${value}));`;
    const keeps = node.type === 'VariableDeclaration';
    edits.push(keeps ? { start: end, end, text: ` ${assertion}` } : { start, end, text: assertion });
  }
  if (claims.length > 0)
    throw new Error(
      `"//${claims[0].value}" does not stand behind an expression or a declaration of one name`,
    );
  for (const { start, end, text } of edits.toReversed()) code = code.slice(0, start) + text + code.slice(end);
  return code;
}

/** What a claim is about: an expression, the argument of console.log, or a declared constant. */
function subjectOf(node: Syntax, code: string): string | undefined {
  if (node.type === 'VariableDeclaration') {
    const [{ id }, ...more] = node.declarations;
    return more.length === 0 && id.type === 'Identifier' ? id.name : undefined;
  }
  if (node.type !== 'ExpressionStatement') return undefined;
  const { expression } = node;
  const { start, end } =
    expression.type === 'CallExpression' &&
    expression.arguments.length === 1 &&
    code.slice(expression.callee.start, expression.callee.end) === 'console.log'
      ? expression.arguments[0]
      : expression;
  return code.slice(start, end);
}

/** The literal of a claim, which may go on in the comment lines right below. */
function literalOf(claim: Comment, comments: readonly Comment[], code: string): string {
  let text = claim.value.replace(/^\s*=>/, '').trim();
  for (let index = comments.indexOf(claim); !parses(text); ) {
    const [last, next] = [comments[index], comments[++index]];
    if (
      next?.type !== 'Line' ||
      /^\s*=>/.test(next.value) ||
      !/^\n[ \t]*$/.test(code.slice(last.end, next.start))
    )
      throw new Error(`"${text}" is not a JavaScript literal`);
    text += next.value;
  }
  return text;
}

function parses(text: string): boolean {
  try {
    const { body } = parse('literal.ts', `(${text}\n)`);
    return body.length === 1;
  } catch {
    return false;
  }
}

/** `import { a, b as c } from 'x'` as a statement that may stand in a function, so that each example has its own names. */
function localImport(node: Syntax): string {
  if (node.importKind === 'type') return '';
  const from = `await import(${node.source.raw})`;
  const values = node.specifiers.filter((each: Syntax) => each.importKind !== 'type');
  if (values.length === 0) return `${from};`;
  const whole = values.find((each: Syntax) => each.type === 'ImportNamespaceSpecifier');
  const named = values
    .filter((each: Syntax) => each !== whole)
    .map((each: Syntax) => `${each.imported?.name ?? 'default'}: ${each.local.name}`);
  const parts = [...(whole ? [whole.local.name] : []), ...(named.length ? [`{ ${named.join(', ')} }`] : [])];
  return `const ${parts.map(part => `${part} = ${from}`).join(', ')};`;
}

/** The text of a test file for the examples of one file. An example that cannot be read becomes a test that says so. */
export function testFile(examples: readonly Example[]): string {
  const tests = examples.map(({ path, line, code }) => {
    let body: string;
    try {
      body = testBody(code);
    } catch (error) {
      body = `throw new Error(${JSON.stringify((error as Error).message)});`;
    }
    return `test('${path}:${line}', async () => {\n${body}\n});`;
  });
  return [
    `// Written by test/project/examples.ts from ${examples[0].path}; not kept.`,
    '// @ts-nocheck',
    "import { expect, test } from 'vitest';",
    "import { plain } from '../project/plain.ts';",
    '',
    ...tests,
    '',
  ].join('\n');
}

/** Writes test/generated anew; files that would not change are left alone. */
export function writeExampleTests(): void {
  const folder = join(root, 'test/generated');
  mkdirSync(folder, { recursive: true });
  const examples = allExamples();
  const wanted = new Map<string, string>();
  for (const path of new Set(examples.map(example => example.path))) {
    const name = `${path.replace(/\.\w+$/, '').replaceAll('/', '-')}.test.ts`;
    wanted.set(name, testFile(examples.filter(example => example.path === path)));
  }
  for (const name of readdirSync(folder))
    if (!wanted.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
  for (const [name, text] of wanted) {
    const file = join(folder, name);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  }
}
