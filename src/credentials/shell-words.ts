/** Signs that end a command, and that send its output elsewhere. */
const SIGN = /[;|&]/;

/** Splits a line as a shell does, as far as quotes, backslashes and signs go. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  // plain runs are taken as one, which a long text needs
  const token = /([^\s"'\\;|&<>]+)|"((?:[^"\\]|\\[\s\S])*)"?|'([^']*)'?|\\([\s\S]?)|(\s+)|([;|&])|(<<<|>>?|<)/g;
  let current: string | undefined;
  const end = (): void => {
    if (current !== undefined) words.push(current);
    current = undefined;
  };
  for (const [, plain, double, single, escaped, space, sign, redirect] of line.matchAll(token)) {
    if (space !== undefined) end();
    else if (sign !== undefined) {
      end();
      words.push(sign);
    } else if (redirect !== undefined) {
      // `<token>` stands for one, and `2>` is a number of a stream
      if (redirect === '<' || (current !== undefined && !/^\d$/.test(current))) current = `${current ?? ''}${redirect}`;
      else {
        end();
        words.push(redirect);
      }
    } else {
      current = `${current ?? ''}${plain ?? double?.replace(/\\([\s\S])/g, '$1') ?? single ?? escaped ?? ''}`;
    }
  }
  end();
  return words;
}

/** A command without the signs around it, and the sign that ends it. */
export interface SimpleCommand {
  readonly words: readonly { readonly text: string; readonly part: number }[];
  /** `|`, `;` or `&`; none at the end. */
  readonly end: string;
}

/** The commands of a line, whose words know their places in it. */
export function simpleCommands(parts: readonly string[]): readonly SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: { text: string; part: number }[] = [];
  for (const [part, text] of parts.entries()) {
    if (text.length <= 2 && text !== '' && [...text].every((sign) => SIGN.test(sign))) {
      commands.push({ words, end: text });
      words = [];
    } else {
      words.push({ text, part });
    }
  }
  commands.push({ words, end: '' });
  return commands.filter((command) => command.words.length > 0);
}
