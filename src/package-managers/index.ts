export { packageManagerFor, packageManagerOf } from './detect';
export * from './package-manager';
export { PACKAGE_MANAGER_FOLDER, type PackageManagerRelease, RELEASES } from './release';
export { worded } from './wording';
