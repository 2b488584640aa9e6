#!/usr/bin/env node
// Completes a package-lock.json that was written behind a registry mirror without the packages of other platforms.
//
// Tools with native parts (Biome, jest's resolver) name one optional package a platform. npm leaves those that the
// registry does not serve out of the lockfile, and `npm ci` then refuses it everywhere: "Missing: … from lock file".
// Their exact versions stand in the lockfile all the same, in the package that names them. With a complete registry, or
// a complete lockfile, this changes nothing. Usage: node tools/complete-lockfile.mjs [folder]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const path = join(process.argv[2] ?? '.', 'package-lock.json');
const text = readFileSync(path, 'utf8');
const lock = JSON.parse(text);
const added = {};
for (const [where, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const places = [`${where}/node_modules/${name}`, `node_modules/${name}`];
    if (!places.some((place) => lock.packages[place]) && /^\d+\.\d+\.\d+/.test(version)) {
      added[`node_modules/${name}`] = { version, ...platform(name), ...(dev ? { dev } : {}), optional: true };
    }
  }
}
if (Object.keys(added).length > 0) {
  const packages = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
}
console.log(`${path}: ${Object.keys(added).length} packages of other platforms added`);

/** What such packages are restricted to, by the names that all of them follow: `name-linux-x64-musl`. */
function platform(name) {
  const words = name.split('/').pop().split('-');
  const of = (known) => words.filter((word) => known.includes(word));
  const cpu = [...of(PROCESSORS), ...(words.some((word) => /^arm(eabi|$)/.test(word)) ? ['arm'] : [])];
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : [];
  const system = of(SYSTEMS);
  return {
    ...(cpu.length > 0 ? { cpu: [...new Set(cpu)] } : {}),
    ...(libc.length > 0 && system[0] === 'linux' ? { libc } : {}),
    ...(system.length > 0 ? { os: system } : {}),
  };
}
