// Copies a file that the package and the generated repository share: `copy-shared.mjs SOURCE COPY`. An edit of the copy
// would be lost, so it is refused.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [source, copy] = process.argv.slice(2);
const header = `// Copied from ${source} at compile time: edit that file. What is written here is refused.\n`;
const content = header + readFileSync(source, 'utf8');
const digest = `// sha256: ${await sha256(content)}\n`;

if (existsSync(copy)) {
  const present = readFileSync(copy, 'utf8');
  const [, told] = /^\/\/ sha256: ([0-9a-f]{64})\n/.exec(present) ?? [];
  if (told !== undefined && told !== (await sha256(present.slice(present.indexOf('\n') + 1)))) {
    console.error(
      `error: ${copy} was edited, and it is a copy of ${source}. Make the change there, then remove ${copy}.`,
    );
    process.exit(1);
  }
}
writeFileSync(copy, digest + content);

async function sha256(text) {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(text).digest('hex');
}
