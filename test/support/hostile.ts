import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Texts that somebody else chooses, and what would be there if one of them had ever been run. */
export interface Hostile {
  /** What git accepts as the name of a branch or a tag: code to a shell, in every way of quoting. */
  readonly name: string;
  /** What a form accepts beside: line breaks, which begin another output, another command, another expression. */
  readonly text: string;
  /** Whether any of it was run. */
  wasRun(): boolean;
}

/** @param folder where the file would be that the code in them leaves behind */
export function hostileTexts(folder: string): Hostile {
  const file = join(folder, 'canary');
  const command = `touch\${IFS}${file}`;
  const name = `x$(${command})\`${command}\`";${command};'`;
  const text = `${name}\n${command}\nGITHUB_TOKEN=x\n::set-output name=x::y\n\${{ github.token }}\n<!--"'`;
  return { name, text, wasRun: () => existsSync(file) };
}
