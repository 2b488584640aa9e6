import type { FileBase, Project } from 'projen';

const marks = new WeakMap<Project, string>();

/**
 * The mark of generated files; none where the repository is ejected. It is the same for every file of a project, and
 * projen looks it up among all components of the project for each.
 */
export function markOf(file: FileBase): string | undefined {
  const { project } = file;
  const known = marks.get(project);
  if (known !== undefined || project.ejected) return known;
  const { marker } = file;
  if (marker !== undefined) marks.set(project, marker);
  return marker;
}
