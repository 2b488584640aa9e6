import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Life, live } from './life';

/**
 * Repositories that are created, edited at random and upgraded, with everything that their users wrote watched over:
 * `npm run simulate [-- --repositories N --seed N --workers N]`. Repository n has the seed SEED + n; one alone is lived
 * again with `--repositories 1 --seed` and that number.
 */
const { values } = parseArgs({
  options: {
    repositories: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(Math.min(availableParallelism(), 8)) },
    /** Which of the repositories this process takes; set for the processes that it starts itself. */
    share: { type: 'string' },
  },
});
const [repositories, seed, workers] = [values.repositories, values.seed, values.workers].map(whole);

if (values.share === undefined) void simulate();
else void work(Number(values.share));

/** A share of the lives, each told to the process that adds them up. */
async function work(share: number): Promise<void> {
  for (let index = share; index < repositories; index += workers) process.send?.(await live(seed + index));
  process.disconnect?.();
}

async function simulate(): Promise<void> {
  const started = performance.now();
  const lives: Life[] = [];
  const ends = Array.from(
    { length: workers },
    (_, share) =>
      new Promise<number | null>((resolve) => {
        const child = fork(__filename, [...process.argv.slice(2), '--share', String(share)], {
          execArgv: ['--import', 'tsx'],
        });
        child.on('message', (life: Life) => {
          lives.push(life);
          tell(life);
          if (lives.length % 100 === 0) console.log(`${lives.length} of ${repositories} repositories`);
        });
        child.on('close', resolve);
      }),
  );
  const codes = await Promise.all(ends);
  print(lives, (performance.now() - started) / 1000);
  const failed = lives.some(({ losses, problems }) => losses.length + problems.length > 0);
  process.exitCode = failed || lives.length < repositories || codes.some((code) => code !== 0) ? 1 : 0;
}

/** Says at once what is wrong, with the seed that shows it again. */
function tell({ seed: own, losses, problems }: Life): void {
  for (const { path, what, bytes } of losses) console.log(`seed ${own}: LOST ${bytes} bytes of ${path}: ${what}`);
  for (const problem of problems) console.log(`seed ${own}: ${problem}`);
}

function print(lives: readonly Life[], seconds: number): void {
  const sum = (of: (life: Life) => number) => lives.reduce((total, life) => total + of(life), 0);
  const rows: [string, number | string][] = [
    ['repositories', lives.length],
    ['edits', sum(({ edits }) => edits)],
    ['upgrades', sum(({ upgrades }) => upgrades)],
    ['synths that stopped', sum(({ stops }) => stops)],
    ['synths and commands that were killed', sum(({ kills }) => kills)],
    ['edits taken back into a patch', sum(({ taken }) => taken)],
    ['files released', sum(({ released }) => released)],
    ['bytes of users watched', sum(({ bytes }) => bytes)],
    ['bytes lost', sum(({ losses }) => losses.reduce((total, { bytes }) => total + bytes, 0))],
    ['repositories with something lost', lives.filter(({ losses }) => losses.length > 0).length],
    ['repositories with another problem', lives.filter(({ problems }) => problems.length > 0).length],
    ['seconds', seconds.toFixed(0)],
  ];
  console.log(`\nSeed ${seed}, ${workers} processes, Node ${process.versions.node}\n`);
  for (const [title, value] of rows) console.log(`${title.padEnd(38)}${String(value).padStart(10)}`);
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${text}: a whole number from 1 on is expected`);
  return value;
}
