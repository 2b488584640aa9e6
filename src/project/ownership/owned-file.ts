import { Component, type Project } from 'projen';

/** A file that is written once and is the user's from then on: also when it is changed, or removed on purpose. */
export class OwnedFile extends Component {
  public constructor(
    project: Project,
    /** Relative to the project, with `/`. */
    public readonly path: string,
    public readonly content: string,
    /** A folder that all of it belongs to: where that was there before, the file is not written into it. */
    public readonly folder?: string,
  ) {
    super(project);
  }
}
