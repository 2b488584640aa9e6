import { Context, Writer } from 'mustache';

/** The text of a template by its name. */
export type Templates = (name: string) => string;

/**
 * Fills a Mustache template with values. Markdown is no HTML, so nothing is escaped. A misspelled name would vanish in
 * Mustache: here a name that has no value, a value that is no text, and a template that is not there are errors.
 *
 * @throws an error that names the template and the name
 */
export function renderTemplate(name: string, values: object, templates: Templates): string {
  return new StrictWriter(templates).renderNamed(name, new StrictContext(values));
}

class TemplateError extends Error {}

/** Finds a name in the values of the innermost list or section, then in those around it. */
class StrictContext extends Context {
  public push(view: unknown): Context {
    return new StrictContext(view, this);
  }

  public lookup(name: string): unknown {
    const value: unknown = super.lookup(name);
    if (value === undefined || value === null) throw new Error(`no value is named '${name}'`);
    return value;
  }
}

class StrictWriter extends Writer {
  public constructor(private readonly templates: Templates) {
    super();
  }

  public renderNamed(name: string, context: Context): string {
    try {
      return this.render(this.templates(name), context, this.templates);
    } catch (error) {
      throw error instanceof TemplateError ? error : new TemplateError(`${name}: ${(error as Error).message}.`);
    }
  }

  public renderPartial(...[token, ...rest]: Parameters<Writer['renderPartial']>): string {
    try {
      return super.renderPartial(token, ...rest);
    } catch (error) {
      throw error instanceof TemplateError ? error : new TemplateError(`${token[1]}: ${(error as Error).message}.`);
    }
  }

  public escapedValue(token: string[], context: Context): string {
    const value: unknown = context.lookup(token[1]);
    if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`the value '${token[1]}' is no text`);
    return String(value);
  }

  public unescapedValue(token: string[], context: Context): string {
    return this.escapedValue(token, context);
  }
}
