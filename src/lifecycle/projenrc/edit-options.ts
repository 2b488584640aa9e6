import type * as ts from 'typescript';
import { insertion, removal } from './layout';
import { split } from './option-path';
import type { Projenrc } from './projenrc';
import type { Located } from './sources';
import { usesOf } from './uses';
import { type Member, type ObjectLiteral, type Reach, unwrapped } from './values';

/** A value of JSON that an option can have. */
export type Plain = string | number | boolean | null;

/** Something that was left alone, to be looked at by a person. */
export interface Note {
  /** File and line. */
  readonly place: string;
  readonly text: string;
}

/** Another value for an old one; `undefined` where there is none. */
export type ValueMap = (value: Plain) => Plain | undefined;

/** An option that gets another path. */
export interface OptionRename {
  /** `healthCheck.path`, `stages[].ports[].probe`. */
  readonly from: string;
  /** In the same group, or in another one of the same level. */
  readonly to: string;
}

/**
 * Gives options other names. What is one option in several places (of the service, and of a stage) is renamed at once: an
 * object may be used in both.
 *
 * @returns what could not be renamed with certainty and was left as it is
 */
export function renameOptions(projenrc: Projenrc, renames: readonly OptionRename[], map?: ValueMap): Note[] {
  const paths = renames.map(({ from, to }) => ({ from, to, source: split(from), target: split(to) }));
  const reach = projenrc.join(paths.map(({ source }) => projenrc.groups(source.parent)));
  const done = new Set<ts.Node>();
  return paths.flatMap(({ from, source, target }) => {
    if (source.parent !== target.parent) return moveOption(projenrc, from, source, target, map);
    return inGroups(projenrc, source.parent, from, done, (group, member) =>
      renameMember(projenrc, group, member, { from: source.name, to: target.name, map }, reach),
    );
  });
}

/**
 * Takes an option out, in every place where it may stand.
 *
 * @returns what could not be removed with certainty and was left as it is
 */
export function removeOption(projenrc: Projenrc, paths: readonly string[]): Note[] {
  const reach = projenrc.join(paths.map((path) => projenrc.groups(split(path).parent)));
  const done = new Set<ts.Node>();
  return paths.flatMap((path) => {
    const { parent, name } = split(path);
    return inGroups(projenrc, parent, path, done, (group, member) => {
      const uses = usesOf(projenrc.sources, projenrc.values, group, reach.followed, { from: name });
      if (uses.kind === 'uncertain') {
        return [note(projenrc, member, group, `is used elsewhere too (${projenrc.sources.place(uses.at)})`)];
      }
      projenrc.sources.edit(group.source, removal(group, member));
      return [];
    });
  });
}

/** Runs an edit on every group that has the option; one that stands in two places is edited once. */
function inGroups(
  projenrc: Projenrc,
  parent: string,
  option: string,
  done: Set<ts.Node>,
  edit: (group: ObjectLiteral, member: Member) => Note[],
): Note[] {
  const reach = projenrc.groups(parent);
  const { name } = split(option);
  const notes = reach.literals.flatMap((group) => {
    const member = projenrc.values.member(group, name);
    if (member === undefined || done.has(member)) return [];
    done.add(member);
    return edit(group, member);
  });
  return [...notes, ...hidden(projenrc, reach, option)];
}

type OptionPath = ReturnType<typeof split>;

function moveOption(projenrc: Projenrc, from: string, source: OptionPath, target: OptionPath, map?: ValueMap): Note[] {
  const above = commonParent(source.parent, target.parent);
  const [own, other] = [source.parent, target.parent].map((parent) =>
    parent.slice(above === '' ? 0 : above.length + 1),
  );
  const reach = projenrc.groups(above);
  const notes = reach.literals.flatMap((group) =>
    moveMember(projenrc, group, { group: own, name: source.name }, { group: other, name: target.name }, map),
  );
  return [...notes, ...hidden(projenrc, reach, from)];
}

interface Rename {
  readonly from: string;
  readonly to: string;
  readonly map?: ValueMap;
}

function renameMember(projenrc: Projenrc, group: ObjectLiteral, member: Member, rename: Rename, reach: Reach): Note[] {
  const { api, sources, values } = projenrc;
  const { source } = group;
  if (values.member(group, rename.to) !== undefined) {
    return [note(projenrc, member, group, `stands beside '${rename.to}': keep one of them`)];
  }
  const value = mapped(api, group, member, rename.map);
  if (value === undefined) return [note(projenrc, member, group, 'has a value that only a person can translate')];
  const uses = usesOf(sources, values, group, reach.followed, rename);
  if (uses.kind === 'uncertain') {
    return [
      note(projenrc, member, group, `belongs to an object that is used elsewhere too (${sources.place(uses.at)})`),
    ];
  }
  for (const { source: file, edit } of uses.edits) sources.edit(file, edit);
  if (api.isShorthandPropertyAssignment(member)) {
    const { start, end } = range(member, source.file);
    sources.edit(source, { start, end, text: `${rename.to}: ${value}` });
    return [];
  }
  sources.edit(source, renamed(api, member.name, source.file, rename.to));
  if (rename.map !== undefined) sources.edit(source, { ...range(member.initializer, source.file), text: value });
  return [];
}

interface Place {
  /** Group below the common one; empty for the common one itself. */
  readonly group: string;
  readonly name: string;
}

/** Takes a member out of one group and puts it into another, within one literal that is written out. */
function moveMember(projenrc: Projenrc, above: ObjectLiteral, from: Place, to: Place, map?: ValueMap): Note[] {
  const { api, sources, values } = projenrc;
  const holder = from.group === '' ? undefined : values.member(above, from.group);
  const group = from.group === '' ? above : written(api, above, holder);
  if (from.group !== '' && holder === undefined) return [];
  const member = group && values.member(group, from.name);
  if (member === undefined || group === undefined) {
    const reach = holder && values.objects({ source: above.source, node: values.valueOf(holder) });
    const elsewhere = reach?.literals.find((one) => values.member(one, from.name) !== undefined);
    return elsewhere === undefined ? [] : [noteAt(projenrc, elsewhere, from.name, 'stands in an object of its own')];
  }
  const value = mapped(api, group, member, map);
  if (value === undefined) return [note(projenrc, member, group, 'has a value that only a person can translate')];
  const target = to.group === '' ? undefined : values.member(above, to.group);
  const targetGroup = to.group === '' ? above : written(api, above, target);
  if (target !== undefined && targetGroup === undefined) {
    return [note(projenrc, member, group, `belongs into '${to.group}', which is no object that is written out here`)];
  }
  if (targetGroup !== undefined && values.member(targetGroup, to.name) !== undefined) {
    return [note(projenrc, member, group, `belongs into '${to.group}', which has '${to.name}' already`)];
  }
  const key = (name: string) => (above.source.path.endsWith('.json') ? JSON.stringify(name) : name);
  const text = `${key(to.name)}: ${value}`;
  const whole = to.group === '' || targetGroup !== undefined ? text : `${key(to.group)}: { ${text} }`;
  const alone = holder !== undefined && group.node.properties.length === 1 && !hasComments(group);
  const leaving = holder === undefined ? member : alone ? holder : undefined;
  const arriving = targetGroup === undefined || targetGroup === above;
  if (leaving !== undefined && arriving) {
    sources.edit(above.source, { ...range(leaving, above.source.file), text: whole });
    return [];
  }
  sources.edit(above.source, leaving === undefined ? removal(group, member) : removal(above, leaving));
  sources.edit(above.source, arriving ? insertion(above, whole, holder) : insertion(targetGroup, text));
  return [];
}

/** The object literal that a member is, where it is written out as its value. */
function written(api: typeof ts, { source }: ObjectLiteral, member: Member | undefined): ObjectLiteral | undefined {
  if (member === undefined || !api.isPropertyAssignment(member)) return undefined;
  const node = unwrapped(api, member.initializer);
  return api.isObjectLiteralExpression(node) ? { source, node } : undefined;
}

/** The text of a member's value, translated; `undefined` where a translation is asked for and cannot be made. */
function mapped(api: typeof ts, { source }: ObjectLiteral, member: Member, map?: ValueMap): string | undefined {
  const value = api.isPropertyAssignment(member) ? member.initializer : member.name;
  const text = value.getText(source.file);
  if (map === undefined) return text;
  const plain = plainOf(api, unwrapped(api, value));
  const translated = plain === undefined ? undefined : map(plain);
  if (translated === undefined) return undefined;
  if (translated === plain) return text;
  const quote = /^['"`]/.exec(text)?.[0] ?? (source.path.endsWith('.json') ? '"' : "'");
  return typeof translated === 'string' && quote !== '"' ? `${quote}${translated}${quote}` : JSON.stringify(translated);
}

/** The value that a literal stands for. */
export function plainOf(api: typeof ts, node: ts.Expression): Plain | undefined {
  if (api.isStringLiteralLike(node)) return node.text;
  if (api.isNumericLiteral(node)) return Number(node.text);
  if (api.isPrefixUnaryExpression(node) && node.operator === api.SyntaxKind.MinusToken) {
    const operand = plainOf(api, node.operand);
    return typeof operand === 'number' ? -operand : undefined;
  }
  if (node.kind === api.SyntaxKind.TrueKeyword) return true;
  if (node.kind === api.SyntaxKind.FalseKeyword) return false;
  return node.kind === api.SyntaxKind.NullKeyword ? null : undefined;
}

/** Another name, in the quotes of the old one. */
function renamed(api: typeof ts, name: ts.PropertyName, file: ts.SourceFile, to: string) {
  const node = api.isComputedPropertyName(name) ? unwrapped(api, name.expression) : name;
  const quote = /^['"`]/.exec(node.getText(file))?.[0] ?? '';
  return { ...range(node, file), text: `${quote}${to}${quote}` };
}

function range(node: ts.Node, file: ts.SourceFile): { readonly start: number; readonly end: number } {
  return { start: node.getStart(file), end: node.end };
}

function hasComments({ source, node }: ObjectLiteral): boolean {
  const [first] = node.properties;
  const outside =
    source.file.text.slice(node.getStart(source.file), first?.getStart(source.file)) +
    source.file.text.slice(first?.end, node.end);
  return /\/[/*]/.test(outside);
}

function commonParent(a: string, b: string): string {
  const [left, right] = [a, b].map((path) => (path === '' ? [] : path.split('.')));
  const shared = left.findIndex((part, index) => part !== right[index]);
  return left.slice(0, shared < 0 ? left.length : shared).join('.');
}

/** Members that come from where nobody can read them: the options check has the last word on those. */
function hidden(projenrc: Projenrc, reach: Reach, option: string): Note[] {
  return reach.opaque.map((expression) => ({
    place: projenrc.sources.place(expression),
    text: `what '${shortened(expression)}' holds is not known here: if it has '${option}', change it by hand`,
  }));
}

function shortened({ source, node }: Located): string {
  const text = node.getText(source.file).replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function note(projenrc: Projenrc, member: Member, { source }: ObjectLiteral, why: string): Note {
  return {
    place: projenrc.sources.place({ source, node: member }),
    text: `'${member.name.getText(source.file)}' ${why}`,
  };
}

function noteAt(projenrc: Projenrc, group: ObjectLiteral, name: string, why: string): Note {
  return { place: projenrc.sources.place(group), text: `'${name}' ${why}` };
}
