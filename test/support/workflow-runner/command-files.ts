/** `name=value` lines and `name<<END` blocks of an environment file. */
export function parseCommandFile(content: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = content.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const block = lines[i].match(/^([^=<]+)<<(.+)$/);
    if (block) {
      const end = lines.indexOf(block[2], i + 1);
      if (end < 0) {
        throw new Error(`The block ${block[1]} has no end line ${block[2]}`);
      }
      values[block[1]] = lines.slice(i + 1, end).join('\n');
      i = end;
    } else if (lines[i].includes('=')) {
      values[lines[i].slice(0, lines[i].indexOf('='))] = lines[i].slice(lines[i].indexOf('=') + 1);
    } else if (lines[i] !== '') {
      throw new Error(`Not a line of an environment file: ${lines[i]}`);
    }
  }
  return values;
}
