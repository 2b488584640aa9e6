/** Text that others wrote (names, messages, values of templates) as Markdown that shows it and obeys nothing in it. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] as string)
    .replace(/[\\`*_[\]|~@#]/g, (sign) => (sign === '@' ? '@\u200b' : `\\${sign}`));
}

/** Text as code within a line. */
export function code(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'")}\``;
}

/** Markdown in a cell of a table, which a bar would end. */
export function cell(text: string): string {
  return text.replace(/(?<!\\)\|/g, '\\|');
}

/** A table; cells are Markdown, a bar in them is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Something that is folded away. */
export function fold(title: string, lines: readonly string[]): string[] {
  return ['', `<details><summary>${title}</summary>`, '', ...lines, '', '</details>'];
}
