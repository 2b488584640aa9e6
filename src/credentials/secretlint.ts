/**
 * Runs the rules of secretlint (MIT) over a text. Its own runner is asynchronous, which a synthesis is not; what the rules
 * do with a text is not, so that this runner needs no process of its own.
 *
 * The rules are bundled by tools/secretlint.mjs: they are published as ES modules alone.
 */
interface Rule {
  readonly meta: { readonly id: string; readonly type: string };
  readonly messages: Readonly<Record<string, unknown>>;
  create(context: Context, options: object): { file?(source: Source): unknown };
}

interface Context {
  readonly sharedOptions: object;
  createTranslator(messages: unknown): (messageId: string) => { readonly message: string; readonly messageId: string };
  report(descriptor: { readonly range: readonly [number, number] }): void;
  ignore(descriptor: unknown): void;
}

interface Source {
  readonly hasBOM: boolean;
  readonly content: string;
  readonly contentType: 'text';
  readonly ext: string;
  readonly filePath: undefined;
  readonly physicalFilePath: undefined;
  getFilePath(): undefined;
  getPhysicalFilePath(): undefined;
}

export interface SecretlintMatch {
  /** Name of the rule, for example `github`. */
  readonly id: string;
  readonly index: number;
  readonly length: number;
}

/** Addresses with passwords are judged by url.ts, which knows every scheme and what stands for a password. */
const LEFT_OUT = /-(?:basicauth|database-connection-string)$/;

let loaded: readonly Rule[] | undefined;

function load(): readonly Rule[] {
  const { rules } = require('../../vendor/secretlint/rules.cjs') as { readonly rules: readonly Rule[] };
  // a filter lets a comment in a text switch the other rules off
  return rules.filter(
    ({ meta }) => meta.type === 'scanner' && !LEFT_OUT.test(meta.id) && !meta.id.endsWith('comments'),
  );
}

/** What the rules of secretlint report of a text. */
export function secretlintMatches(content: string): readonly SecretlintMatch[] {
  loaded ??= load();
  const source: Source = {
    hasBOM: false,
    content,
    contentType: 'text',
    ext: '',
    filePath: undefined,
    physicalFilePath: undefined,
    getFilePath: () => undefined,
    getPhysicalFilePath: () => undefined,
  };
  const found: SecretlintMatch[] = [];
  for (const rule of loaded) {
    const id = rule.meta.id.replace(/^@secretlint\/secretlint-rule-/, '');
    const context: Context = {
      sharedOptions: {},
      createTranslator: () => (messageId) => ({ message: messageId, messageId }),
      report: ({ range: [start, end] }) => found.push({ id, index: start, length: end - start }),
      ignore: () => undefined,
    };
    rule.create(context, {}).file?.(source);
  }
  return found;
}
