import { Command, InvalidArgumentError } from 'commander';
import { goTest } from './e2e/go-test';

// Kills, stops, rolls and edits what a loop lives on, and asks whether nothing was lost and nothing came twice.

new Command('npm run test:chaos --')
  .description('runs a loop on a real control plane while parts of everything are killed')
  .option('--seed <number>', 'what the faults follow from; random when left out', whole)
  .option('--kills <number>', 'how many processes are killed', whole, '30')
  .option('--comments <number>', 'how many comments are posted at least', whole, '100')
  .option('--dist', 'the loop of dist/ as it is, whose pauses last minutes')
  .action((options: { seed?: string; kills: string; comments: string; dist?: true }) =>
    goTest('npm run test:chaos', [
      '-timeout',
      '0',
      // Shows what happens while it does.
      '-v',
      './chaos',
      '-args',
      ...(options.seed ? ['-seed', options.seed] : []),
      '-kills',
      options.kills,
      '-comments',
      options.comments,
      ...(options.dist ? ['-dist'] : []),
    ]),
  )
  .parseAsync();

function whole(text: string): string {
  if (!/^[0-9]{1,20}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
  return text;
}
