#!/usr/bin/env node
/** The command. A wrong call is one line on standard error and exit code 2, never a stack trace. */
import { readFileSync } from 'node:fs';
import { cac } from 'cac';
import { checkCall } from './call.ts';
import { type CompareFlags, runCompare } from './compare.ts';
import { type ExplainFlags, runExplain } from './explain.ts';
import { type IndexFlags, runIndex } from './index-command.ts';
import { complain } from './terminal.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const cli = cac('concordat');

cli
  .command('compare [image]', 'Do one convolution six ways and explain where the results differ')
  .option('--kernel <kernel>', "sobel-x, another name, FILE.npy, or '[[1,0,-1],[2,0,-2],[1,0,-1]]'")
  .option(
    '--boundary <name>',
    'how the reference continues the image: periodic, constant, edge, symmetric or mirror',
    { default: 'periodic' },
  )
  .option('--out <file>', 'draw a figure: comparison.png or comparison.svg')
  .option('--example <name>', "a picture of the program's own: halves")
  .option('--json', 'print a record for programs')
  .example('  concordat compare house.png --kernel sobel-x --out comparison.png')
  .example("  concordat compare photo.jpg --kernel '[[0,1,0],[1,-4,1],[0,1,0]]'")
  .example('  concordat compare --example halves --json')
  .action(async (image: string | undefined, flags: CompareFlags) => {
    process.exitCode = await runCompare(image, flags);
  });

cli
  .command(
    'explain <a> <b>',
    'Explain how array B arises from array A (exit code 0 equal, 1 explained, 3 not)',
  )
  .option('--image <file>', 'the image whose convolution both are')
  .option('--kernel <kernel>', 'the kernel: FILE.npy, a name, or the numbers')
  .option('--json', 'print a record for programs')
  .example('  concordat explain scipy.npy torch.npy')
  .example('  concordat explain scipy.npy torch.npy --image image.npy --kernel kernel.npy --json')
  .action(async (a: string, b: string, flags: ExplainFlags) => {
    process.exitCode = await runExplain(a, b, flags);
  });

cli
  .command(
    'index <shape> <index> [...names]',
    'Say where each axis of x[index] comes from, in NumPy and in torch',
  )
  .option('--out <file>', 'draw it: index.png or index.svg')
  .option('--json', 'print a record for programs')
  .example("  concordat index '(2, 3, 50, 25, 1)' '[n, :, [2, 3, 4], :, :]'")
  .example("  concordat index '(2, 3, 50, 25, 1)' 'data[n, :, ids]' 'ids=[2,3,4]'")
  .example("  concordat index 480x640x3 '[mask, 0]' 'mask=bool(480,640)'")
  .example("  concordat index data.npy '[..., ::2]' --out index.png")
  .action(async (shape: string, index: string, names: string[], flags: IndexFlags) => {
    process.exitCode = await runIndex(shape, index, names, flags);
  });

cli.help();
cli.version(version);

/** The first line of an error's message: what a person needs, without the stack. */
function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0];
}

/** A reader that has seen enough (`| head`) is no error; anything else that keeps output from being written is. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  complain(`concordat: the output cannot be written: ${oneLine(error)}`);
  process.exitCode = 2;
});

try {
  cli.parse(process.argv, { run: false });
  if (cli.options['help'] !== true && cli.options['version'] !== true) {
    if (!cli.matchedCommand) {
      const given = cli.args[0];
      throw new Error(
        given
          ? `there is no command '${given}'; the commands are compare, explain and index`
          : 'a command is missing: compare, explain or index (see concordat --help)',
      );
    }
    checkCall(cli.matchedCommand, { args: cli.args, options: cli.options, typed: cli.rawArgs });
    await cli.runMatchedCommand();
  }
} catch (error) {
  complain(`concordat: ${oneLine(error)}`);
  process.exitCode = 2;
}
