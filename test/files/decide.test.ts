import { contentHash } from '../../src/files/content';
import { decide, type OnDisk, type Rendered } from '../../src/files/decide';
import type { ManifestFile } from '../../src/files/manifest';
import { entryAfter, type Outcome } from '../../src/files/outcome';

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
  managed: { class: 'managed', text: 'new' },
  owned: { class: 'owned', text: 'new' },
  nothing: undefined,
};

/** What happens, in short: the kind of outcome, and the class afterwards or the reason. */
function short(outcome: Outcome): string {
  if (outcome.kind === 'refuse') return `refuse: ${outcome.cause.reason}`;
  const entry = entryAfter(outcome);
  const whose = entry === undefined ? 'forgotten' : entry.released ? 'released' : entry.class;
  const note = outcome.kind === 'keep' && outcome.note;
  return [outcome.kind, whose, ...(note ? [note] : [])].join(', ');
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
      'refuse: unknown',
      'write, managed',
      'write, managed',
      'refuse: unknown',
      'refuse: no-file',
      'refuse: no-file',
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
      'refuse: edited',
      'refuse: no-file',
      'refuse: no-file',
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
      'refuse: owned',
      'refuse: no-file',
      'refuse: no-file',
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
      'refuse: edited',
      'refuse: no-file',
      'refuse: no-file',
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
      const { kind } = decide({ entry, rendered, disk: file(EDIT), version: '2.0.0' });
      expect(['keep', 'refuse']).toContain(kind);
    }
  }
});

test('the version is that of the last change', () => {
  const at = (text: string) =>
    decide({ entry: managed, disk: file(OLD), rendered: { class: 'managed', text }, version: '2.0.0' });
  expect(at('old')).toMatchObject({ changes: false, entry: { version: '1.0.0' } });
  expect(at('new')).toMatchObject({ changes: true, entry: { version: '2.0.0' } });
});

test('a file that the repository cannot live without is not released by a manifest that says so', () => {
  const situation = { entry: released, disk: file(EDIT), rendered: RENDERED.managed, version: '2.0.0' };
  expect(short(decide({ ...situation, indispensable: true }))).toBe('refuse: indispensable');
});
