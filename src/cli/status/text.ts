import type { AcceptedEntry, StatusReport, Upgrade } from './report';

/** The report as people read it: a line a fact, what wants attention included. */
export function statusText(report: StatusReport): string {
  const { template, installed, preset, channel, behaviours, files, accepted } = report;
  const { count, released, edited, missing, patches } = files;
  const pending = installed === template.version ? '' : `; ${installed} is installed: run npx projen`;
  const rows: [title: string, ...lines: string[]][] = [
    ['template', `${template.name} ${template.version}${pending}`],
    ...(preset ? [['preset', `${preset.name} ${preset.version}`] as [string, string]] : []),
    ...(channel ? [['channel', channel] as [string, string]] : []),
    ['last upgrade', upgradeText(report.lastUpgrade)],
    ['behaviours', ...Object.entries(behaviours).map(([stage, names]) => `${stage}: ${names.join(', ') || 'none'}`)],
    ['files', `${count.managed} managed, ${count.shared} shared, ${count.owned} owned`],
    ['released', ...released],
    ['edited', ...edited.map(({ path, keys = [] }) => (keys.length > 0 ? `${path}: ${keys.join(', ')}` : path))],
    ['missing', ...missing],
    ['kept edits', ...patches],
    ['accepted', ...accepted.map(acceptedText)],
  ];
  const width = Math.max(...rows.map(([title]) => title.length)) + 2;
  return rows
    .flatMap(([title, ...lines]) =>
      (lines.length > 0 ? lines : ['none']).map(
        (line, index) => `${(index === 0 ? title : '').padEnd(width)}${line}\n`,
      ),
    )
    .join('');
}

function upgradeText(upgrade: Upgrade | undefined): string {
  if (upgrade === undefined) return 'none';
  const { from, to, commit, at } = upgrade;
  return `${from} to ${to}, ${commit && at ? `${at.slice(0, 10)} (${commit.slice(0, 8)})` : 'not committed yet'}`;
}

function acceptedText({ kind, id, resource, reason, expires, expired }: AcceptedEntry): string {
  const until = expires === undefined ? 'for ever' : `until ${expires}`;
  return `${kind} ${id}${resource ? ` of ${resource}` : ''} ${until}${expired ? ' (EXPIRED)' : ''}: ${reason}`;
}
