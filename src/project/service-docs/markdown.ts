/** A part of a document: a heading and what stands below it. */
export interface Section {
  readonly title: string;
  /** Blocks of Markdown: paragraphs, tables, lists, code. */
  readonly blocks: readonly string[];
  readonly sections?: readonly Section[];
}

/** A document of sections. */
export function render({ title, blocks, sections = [] }: Section, level = 1): string {
  return [`${'#'.repeat(level)} ${title}`, ...blocks, ...sections.map((section) => render(section, level + 1))].join(
    '\n\n',
  );
}

/** A numbered list; an item of several lines keeps its code and tables inside the item. */
export function steps(...items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item.replace(/\n(?=.)/g, '\n   ')}`).join('\n');
}

/** A bullet list; an item of several lines keeps its code and tables inside the item. */
export function bullets(...items: readonly string[]): string {
  return items.map((item) => `- ${item.replace(/\n(?=.)/g, '\n  ')}`).join('\n');
}

/** A block of code. */
export function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** Text as code within a line. */
export function literal(text: string | number): string {
  return `\`${text}\``;
}
