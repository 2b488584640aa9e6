import { contentHash } from '../../src/files/content';
import { type Decision, decide, type OnDisk, type Rendered } from '../../src/files/decide';
import type { ManifestFile } from '../../src/files/manifest';

/** Contents of a file: what the template wrote, what it writes now, what an interrupted run wrote, what nobody wrote. */
const [OLD, NEW, PENDING, EDIT] = ['old', 'new', 'pending', 'edit'].map(contentHash);

const managed: ManifestFile = { class: 'managed', sha256: OLD, version: '1.0.0' };
const owned: ManifestFile = { ...managed, class: 'owned' };
const shared: ManifestFile = { ...managed, class: 'shared' };
const released: ManifestFile = { ...owned, released: true };
const ENTRIES = { unknown: undefined, managed, owned, shared, released };

const file = (sha256: string): OnDisk => ({ kind: 'file', sha256 });
const DISKS = {
  absent: { kind: 'absent' },
  'as written': file(OLD),
  'as rendered': file(NEW),
  pending: file(PENDING),
  edited: file(EDIT),
  'a folder': { kind: 'other', what: 'folder' },
  'a link': { kind: 'other', what: 'symbolic link' },
} as const satisfies Record<string, OnDisk>;

const RENDERED: Readonly<Record<string, Rendered | undefined>> = {
  managed: { class: 'managed', sha256: NEW },
  owned: { class: 'owned', sha256: NEW },
  nothing: undefined,
};

/** What happens, in short: the action, and the class afterwards or the reason. */
function short(decision: Decision): string {
  if (decision.action === 'stop') return `stop: ${decision.reason}`;
  const { entry, note } = decision;
  const whose = entry === undefined ? 'forgotten' : entry.released ? 'released' : entry.class;
  return [decision.action, whose, ...(note ? [note] : [])].join(', ');
}

const disks = Object.keys(DISKS) as (keyof typeof DISKS)[];

/**
 * By what the manifest says and what the template makes of a file: what happens where it is absent, as written, as
 * rendered, pending, edited, a folder, a link.
 */
const TABLE: readonly [entry: keyof typeof ENTRIES, rendered: string, outcomes: readonly string[]][] = [
  [
    'unknown',
    'managed',
    [
      'write, managed',
      'stop: unknown',
      'write, managed',
      'write, managed',
      'stop: unknown',
      'stop: no-file',
      'stop: no-file',
    ],
  ],
  [
    'managed',
    'managed',
    [
      'write, managed',
      'write, managed',
      'write, managed',
      'write, managed',
      'stop: edited',
      'stop: no-file',
      'stop: no-file',
    ],
  ],
  [
    'owned',
    'managed',
    [
      'write, managed',
      'write, managed',
      'write, managed',
      'write, managed',
      'stop: owned',
      'stop: no-file',
      'stop: no-file',
    ],
  ],
  [
    'shared',
    'managed',
    [
      'write, managed',
      'write, managed',
      'write, managed',
      'write, managed',
      'stop: edited',
      'stop: no-file',
      'stop: no-file',
    ],
  ],
  ['released', 'managed', disks.map(() => 'keep, released')],
  ['unknown', 'owned', ['write, owned', ...disks.slice(1).map(() => 'keep, owned')]],
  ['managed', 'owned', ['write, owned', ...disks.slice(1).map(() => 'keep, owned, handed-over')]],
  ['shared', 'owned', ['write, owned', ...disks.slice(1).map(() => 'keep, owned, handed-over')]],
  ['owned', 'owned', disks.map(() => 'keep, owned')],
  ['released', 'owned', disks.map(() => 'keep, released')],
  ['unknown', 'nothing', disks.map((disk) => (disk === 'pending' ? 'remove, forgotten' : 'keep, forgotten'))],
  [
    'managed',
    'nothing',
    [
      'keep, forgotten',
      'remove, forgotten',
      'keep, owned, left-to-user',
      'remove, forgotten',
      'keep, owned, left-to-user',
      'keep, forgotten',
      'keep, owned, left-to-user',
    ],
  ],
  ['owned', 'nothing', disks.map(() => 'keep, owned')],
  ['released', 'nothing', disks.map(() => 'keep, released')],
];

const rows = TABLE.flatMap(([entry, rendered, outcomes]) =>
  disks.map((disk, index) => [entry, disk, rendered, outcomes[index]] as const),
);

test.each(rows)('%s, %s, now %s: %s', (entry, disk, rendered, expected) => {
  const situation = { entry: ENTRIES[entry], disk: DISKS[disk], rendered: RENDERED[rendered], version: '2.0.0' };
  expect(short(decide({ ...situation, pending: [PENDING] }))).toBe(expected);
});

test('nothing that a user wrote is overwritten or removed, in no situation', () => {
  for (const entry of Object.values(ENTRIES)) {
    for (const rendered of Object.values(RENDERED)) {
      const { action } = decide({ entry, rendered, disk: file(EDIT), version: '2.0.0' });
      expect(['keep', 'stop']).toContain(action);
    }
  }
});

test('the version is that of the last change', () => {
  const at = (sha256: string) =>
    decide({ entry: managed, disk: file(OLD), rendered: { class: 'managed', sha256 }, version: '2.0.0' });
  expect(at(OLD)).toMatchObject({ entry: { version: '1.0.0' } });
  expect(at(NEW)).toMatchObject({ entry: { version: '2.0.0' } });
});

test('a file that the repository cannot live without is not released by a manifest that says so', () => {
  const situation = { entry: released, disk: file(EDIT), rendered: RENDERED.managed, version: '2.0.0' };
  expect(short(decide({ ...situation, indispensable: true }))).toBe('stop: indispensable');
});
