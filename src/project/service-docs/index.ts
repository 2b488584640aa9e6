import { Component, FileBase, type IResolver, type Project } from 'projen';
import type { Service } from '../../model/model';
import { renderTemplate } from '../../util/template';
import { documentTemplate } from '../blueprint';
import { markOf } from '../mark';
import { wordingFor } from '../wording';
import { serviceDocument } from './document';

export const SERVICE_DOCUMENT = 'docs/service.md';

/** `docs/service.md`: this very service for those who run it. */
export class ServiceDocs extends Component {
  public constructor(project: Project, service: Service) {
    super(project);
    new MarkdownFile(project, SERVICE_DOCUMENT, () => serviceDocument(service, wordingFor(project)));
  }
}

/** Markdown under a comment that says whose it is. */
class MarkdownFile extends FileBase {
  private text?: string;

  public constructor(
    project: Project,
    path: string,
    private readonly content: () => string,
  ) {
    super(project, path);
  }

  protected synthesizeContent(_resolver: IResolver): string {
    this.text ??= this.render();
    return this.text;
  }

  private render(): string {
    const text = this.content();
    if (this.project.ejected) return text;
    return `${renderTemplate('header', { ...wordingFor(this.project), mark: markOf(this) }, documentTemplate)}\n${text}`;
  }
}
