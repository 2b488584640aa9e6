import { insertion } from './layout';
import type { ObjectLiteral, Projenrc } from './projenrc';

/** What stands for one repository and no other. */
export interface Identity {
  /** `owner/name`, as GitHub spells it. */
  readonly repository: string;
  /** GitHub's numbers; absent where the host sends none. */
  readonly ownerId?: number;
  readonly repositoryId?: number;
}

const OPTION = 'trust';

/**
 * Writes the identity of a repository into the option `trust` of `.projenrc`, beside what stands there.
 *
 * @returns why it could not be written with certainty; nothing where it is written
 */
export function writeIdentity(projenrc: Projenrc, identity: Identity): string | undefined {
  const groups = projenrc.groups(OPTION);
  if (groups.literals.length === 0 && groups.opaque.length === 0) return addGroup(projenrc, identity);
  const [group] = groups.literals;
  if (groups.literals.length !== 1 || groups.opaque.length > 0)
    return `'${OPTION}' is not one object that is written out`;
  const missing = members(group, identity).filter(([name]) => projenrc.values.member(group, name) === undefined);
  const texts = missing.map(([, text]) => text);
  const edits = group.node.properties.length === 0 ? [texts.join(', ')] : texts;
  for (const text of edits) projenrc.sources.edit(group.source, insertion(group, text));
  return undefined;
}

function addGroup(projenrc: Projenrc, identity: Identity): string | undefined {
  const { literals, opaque } = projenrc.options();
  if (literals.length !== 1 || opaque.length > 0) return 'the options are not one object that is written out';
  const [options] = literals;
  const texts = members(options, identity).map(([, text]) => text);
  const group = `${key(options, OPTION)}: { ${texts.join(', ')} }`;
  projenrc.sources.edit(options.source, insertion(options, group));
  return undefined;
}

/** The members of the group by their name, as the file writes them. */
function members(place: ObjectLiteral, identity: Identity): (readonly [string, string])[] {
  return Object.entries(identity)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, `${key(place, name)}: ${typeof value === 'string' ? text(place, value) : value}`]);
}

function key({ source }: ObjectLiteral, name: string): string {
  return source.path.endsWith('.json') ? JSON.stringify(name) : name;
}

/** Names of repositories hold nothing that would have to be escaped. */
function text({ source }: ObjectLiteral, value: string): string {
  return source.path.endsWith('.json') ? JSON.stringify(value) : `'${value}'`;
}
