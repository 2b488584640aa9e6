import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCEPTED_FINDINGS, ACKNOWLEDGEMENTS_FILE } from '../../files/paths';
import { parseAcknowledgements } from '../../impact/acknowledgements';
import { parseJsonText } from '../../util/json-text';
import { UserError } from '../../util/user-error';
import type { AcceptedEntry } from './report';

interface AcceptedPitfall {
  readonly id: string;
  readonly resource?: string;
  readonly reason: string;
  readonly expires?: string;
}

/** Every finding that is accepted in a repository; `today` is a day in UTC. */
export function acceptedFindings(directory: string, today: string): AcceptedEntry[] {
  const isExpired = (expires: string | undefined) => expires !== undefined && expires < today;
  return [
    ...pitfalls(directory).map(({ id, resource, reason, expires }): AcceptedEntry => {
      return { kind: 'pitfall', id, resource, reason, expires, expired: isExpired(expires) };
    }),
    ...acknowledgements(directory).map(({ fingerprint, reason, expires }): AcceptedEntry => {
      return { kind: 'impact', id: fingerprint, reason, expires, expired: isExpired(expires) };
    }),
  ];
}

function pitfalls(directory: string): readonly AcceptedPitfall[] {
  const text = read(directory, ACCEPTED_FINDINGS);
  if (text === undefined) return [];
  try {
    const { acceptedFindings: list } = parseJsonText(text) as {
      readonly acceptedFindings?: readonly AcceptedPitfall[];
    };
    return list ?? [];
  } catch (error) {
    throw new UserError({
      subject: ACCEPTED_FINDINGS,
      cause: `cannot be read (${(error as Error).message})`,
      remedy: 'Run `npx projen`',
    });
  }
}

function acknowledgements(directory: string) {
  const text = read(directory, ACKNOWLEDGEMENTS_FILE);
  return text === undefined ? [] : parseAcknowledgements(text, ACKNOWLEDGEMENTS_FILE);
}

function read(directory: string, path: string): string | undefined {
  try {
    return readFileSync(join(directory, path), 'utf8');
  } catch {
    return undefined; // nothing is accepted
  }
}
