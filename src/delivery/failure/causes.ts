import type { PitfallId } from '../../pitfalls';
import { pitfalls } from '../../pitfalls';

/** Why a deployment failed, as far as its messages tell. */
export interface Cause {
  readonly pitfall?: PitfallId;
  readonly cause: string;
  readonly remedy: string;
}

interface KnownMessage {
  readonly pattern: RegExp;
  /** Its cause and remedy are those of the pitfall, where there is one. */
  readonly cause: PitfallId | Cause;
}

/** Words of AWS, by what they mean; the first that matches is it. */
const MESSAGES: readonly KnownMessage[] = [
  { pattern: /allocation ids? .*(not available|already)/i, cause: 'P33' },
  { pattern: /has no mapping for port/i, cause: 'P4' },
  { pattern: /used in more than one port mapping|more than one port mapping/i, cause: 'P19' },
  { pattern: /cannot be associated with more than one load balancer/i, cause: 'P32' },
  { pattern: /does not have an associated load balancer/i, cause: 'P35' },
  { pattern: /preserve_client_ip|attribute .* (is )?not supported/i, cause: 'P21' },
  { pattern: /protocol .*(is not supported|must be one of|does not match)|incompatible.*protocol/i, cause: 'P20' },
  { pattern: /toomanyrequests|pull rate limit/i, cause: 'P39' },
  {
    pattern: /no match(ing)? .*platform|descriptor matching platform|exec format error/i,
    cause: {
      cause: 'The image is not built for the architecture that the tasks run on.',
      remedy: "Build it for that architecture, too, or set 'task.architecture' of the stage.",
    },
  },
  {
    pattern: /(CannotPull|pull image manifest).*(not found|manifest unknown)/i,
    cause: {
      cause: 'The version of the image is not in its repository.',
      remedy: 'Push it, or name a version in images.json that is there.',
    },
  },
  {
    pattern: /(CannotPull|ResourceInitialization).*(AccessDenied|not authorized)/i,
    cause: {
      cause: 'The execution role may not pull the image or read a secret.',
      remedy:
        'Grant it: a repository of another account by its own policy, a secret with a key of yours by kms:Decrypt.',
    },
  },
  { pattern: /CannotPull|ResourceInitialization.*(ecr|registry|pull|secret|timeout|deadline)/i, cause: 'P38' },
  { pattern: /rmem_max|wmem_max|net\.core/i, cause: 'P26' },
  {
    pattern: /OutOfMemory/i,
    cause: {
      cause: 'A container used more memory than its task or its own limit has.',
      remedy: "Raise 'task.memoryLimitMiB' of the stage.",
    },
  },
  {
    pattern: /(AddressLimitExceeded|maximum number of addresses)/i,
    cause: {
      cause: "The account's number of Elastic IPs in the region is used up.",
      remedy: 'Ask for a higher quota (EC2-VPC Elastic IPs), or release addresses that nobody uses.',
    },
  },
  {
    pattern: /circuit breaker was triggered|failed to stabilize|did not stabilize/i,
    cause: {
      cause: 'The new tasks did not become healthy, and ECS went back to the old ones.',
      remedy: 'Why they did not, the stopped tasks, the health gate and the targets tell.',
    },
  },
  {
    pattern: /already exists/i,
    cause: {
      cause: 'Something of this name exists outside of the stack.',
      remedy: 'Remove or rename it; a leftover of an earlier stack of this stage may be deleted.',
    },
  },
];

/** The causes that messages tell, each once. */
export function causesOf(messages: readonly string[]): Cause[] {
  const found = messages.flatMap((message) => MESSAGES.find(({ pattern }) => pattern.test(message))?.cause ?? []);
  return [...new Set(found)].map((cause) => (typeof cause === 'string' ? pitfallCause(cause) : cause));
}

/** Cause and remedy of a pitfall. */
export function pitfallCause(id: PitfallId): Cause {
  const known = pitfalls.find((pitfall) => pitfall.id === id);
  if (known === undefined) throw new Error(`There is no pitfall ${id}`);
  return { pitfall: id, cause: known.cause, remedy: known.remedy };
}

/** What the words of the health gate mean. */
const VERDICTS: Readonly<Record<string, string>> = {
  starting: 'has not answered once since its start',
  timeout: 'does not answer in time, and reads nothing either',
  refused: 'is not bound to its port on the address of the task',
  mismatch: 'answers, but not what its probe expects',
  stuck: 'does not read its queue',
  stale: 'could not be asked in time: the task has too little CPU',
};

/** A verdict of the health gate in words. */
export function inWords(verdict: string): string {
  return `the application ${VERDICTS[verdict] ?? `fails its probe (${verdict})`}`;
}

/** What the health of a target tells. */
export function targetCause(reason: string | undefined): PitfallId | undefined {
  switch (reason) {
    case 'Target.Timeout':
      return 'P3'; // the check itself does not arrive
    case 'Target.NotInUse':
      return 'P35';
    default:
      return undefined;
  }
}
