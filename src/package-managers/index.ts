export { packageManagerFor, packageManagerOf } from './detect';
export * from './package-manager';
export { type PackageManagerRelease, RELEASES } from './release';
export { worded } from './wording';
