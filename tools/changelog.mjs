#!/usr/bin/env node
// Writes CHANGELOG.md, which the package ships: what `udp-service upgrade` and its pull requests show as release notes. Each
// release has the subjects of its commits. What is packed with a version that has no tag yet comes first; without a release
// there is nothing to write.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const lines = (text) => text.split('\n').filter((line) => line !== '');

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const tags = lines(git('tag', '--list', 'v[0-9]*', '--merged', 'HEAD', '--sort=-v:refname'));
const releases = tags.map((tag) => ({ version: tag.slice(1), commit: tag }));
if (version !== '0.0.0' && !tags.includes(`v${version}`)) releases.unshift({ version, commit: 'HEAD' });

const sections = releases.map(({ version, commit }, index) => {
  const before = releases[index + 1];
  const date = git('log', '-1', '--format=%cs', commit);
  const subjects = before ? lines(git('log', '--no-merges', '--format=%s', `${before.commit}..${commit}`)) : [];
  const notes = before ? subjects.map((subject) => `- ${subject}`) : ['The first release.'];
  return `## ${version} (${date})\n\n${notes.join('\n')}\n`;
});
if (sections.length > 0) writeFileSync('CHANGELOG.md', ['# Changelog\n', ...sections].join('\n'));
