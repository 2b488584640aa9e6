import type * as ts from 'typescript';
import type { TextEdit } from './text-edits';
import type { Member, ObjectLiteral } from './values';

/** Takes a member out of its literal; comments around it stay. */
export function removal({ source, node }: ObjectLiteral, member: Member): TextEdit {
  const { text } = source.file;
  const start = member.getStart(source.file);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const isFirstOfLine = text.slice(lineStart, start).trim() === '';
  const last = node.properties[node.properties.length - 1] === member;
  const comma = /^\s*,/.exec(text.slice(member.end))?.[0].length ?? 0;
  const end = member.end + comma;
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
  const previous = node.properties[node.properties.length - 2];
  // JSON knows no comma after the last member; a comment behind the one before belongs to that
  if (last && comma === 0 && previous !== undefined && !/\/[/*]/.test(text.slice(previous.end, start))) {
    return { start: previous.end, end: member.end, text: '' };
  }
  if (isFirstOfLine && rest.trim() === '') {
    const newline = /^\r?\n/.exec(text.slice(end + rest.length))?.[0].length ?? 0;
    return { start: lineStart, end: end + rest.length + newline, text: '' };
  }
  const space = /^[ \t]*/.exec(rest)?.[0].length ?? 0;
  return { start, end: end + space, text: '' };
}

/** Puts a member behind another one, or into an empty literal. */
export function insertion({ source, node }: ObjectLiteral, member: string, behind?: Member): TextEdit {
  const after = behind ?? node.properties[node.properties.length - 1];
  if (after === undefined) return { start: node.getStart(source.file), end: node.end, text: `{ ${member} }` };
  return { start: after.end, end: after.end, text: `,${separatorOf(source.file, after)}${member}` };
}

/** What stands between two members: each has a line of its own, or they share one. */
function separatorOf(file: ts.SourceFile, member: ts.ObjectLiteralElementLike): string {
  const { text } = file;
  const start = member.getStart(file);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indentation = text.slice(lineStart, start);
  if (indentation.trim() !== '') return ' ';
  const newline = text[lineStart - 2] === '\r' ? '\r\n' : '\n';
  return `${newline}${indentation}`;
}
