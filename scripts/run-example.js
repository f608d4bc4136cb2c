import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Examples are TypeScript and import the package by its name, as a user's program would: they are compiled against
// the built package and run by Node.
const root = fileURLToPath(new URL('..', import.meta.url));
const name = process.argv[2];
const examples = readdirSync(`${root}/examples`)
  .filter(file => file.endsWith('.ts'))
  .map(file => file.slice(0, -3));
if (!examples.includes(name)) {
  console.error(`example: there is no example ${name ?? ''}; there are ${examples.join(', ')}`);
  process.exit(2);
}
const run = (...command) => {
  const { status } = spawnSync(command[0], command.slice(1), { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
run(process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.examples.json');
const compiled = `build/examples/${name}.js`;
if (!existsSync(`${root}/${compiled}`)) throw new Error(`${compiled} was not written`);
run(process.execPath, compiled);
