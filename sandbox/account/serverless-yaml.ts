import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectionTag, parse, type ScalarTag } from 'yaml';

const intrinsics = ['Ref', 'Condition', 'GetAtt', 'Sub', 'Join', 'Select', 'Split', 'If', 'Equals'];
const moreIntrinsics = ['Not', 'And', 'Or', 'FindInMap', 'ImportValue', 'Base64', 'Cidr', 'GetAZs'];

const longForm = (name: string, value: unknown): Record<string, unknown> =>
  name === 'Ref' || name === 'Condition' ? { [name]: value } : { [`Fn::${name}`]: value };

/** CloudFormation's short tags, read as their long forms: `!Ref Table` is `{ Ref: Table }`. */
const tagsOf = (name: string): (ScalarTag | CollectionTag)[] => [
  { tag: `!${name}`, resolve: (text) => longForm(name, text) },
  { tag: `!${name}`, collection: 'seq', resolve: (items) => longForm(name, items.toJSON()) },
  { tag: `!${name}`, collection: 'map', resolve: (fields) => longForm(name, fields.toJSON()) },
];

const customTags = [...intrinsics, ...moreIntrinsics].flatMap(tagsOf);

export const parseYaml = (text: string): unknown => parse(text, { customTags });

/** A variable without another inside. CloudFormation's own have a capital letter or no source. */
const innermost = /\$\{([a-z]\w*[:(][^${}]*)\}/;

const atPath = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null
          ? (inner as Record<string, unknown>)[key]
          : undefined,
      value,
    );

/**
 * Reads a `serverless.yml` with the variables of the Serverless Framework that a deployment without
 * options resolves: `self`, `sls:stage`, `param`, `file`, and the defaults of `opt` and `env`.
 * CloudFormation's own `${AWS::Region}` stays as it is.
 */
class ServerlessFile {
  readonly #root: string;
  readonly #document: unknown;

  constructor(root: string) {
    this.#root = root;
    this.#document = parseYaml(readFileSync(join(root, 'serverless.yml'), 'utf8'));
  }

  /** The value at a path such as `provider.environment`, its variables resolved. */
  at(path: string): unknown {
    return this.#resolved(atPath(this.#document, path));
  }

  keysAt(path: string): string[] {
    return Object.keys(atPath(this.#document, path) ?? {});
  }

  #resolved(value: unknown): unknown {
    if (typeof value === 'string') return this.#resolvedText(value);
    if (Array.isArray(value)) return value.map((inner) => this.#resolved(inner));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, this.#resolved(inner)]),
    );
  }

  #resolvedText(text: string): unknown {
    const match = innermost.exec(text);
    if (match === null) return text;
    const [variable, expression = ''] = match;
    const value = this.#firstOf(expression.split(/,\s*(?![^(]*\))/));
    if (value === undefined) throw new Error(`serverless.yml: ${variable} resolves to nothing.`);
    return this.#resolved(variable === text ? value : text.replace(variable, () => String(value)));
  }

  #firstOf(alternatives: readonly string[]): unknown {
    for (const alternative of alternatives) {
      const value = this.#valueOf(alternative.trim());
      if (value !== undefined) return value;
    }
    return undefined;
  }

  #valueOf(expression: string): unknown {
    const literal = /^(['"])(.*)\1$/.exec(expression);
    if (literal !== null) return literal[2];
    const file = /^file\(([^)]+)\)(?::(.+))?$/.exec(expression);
    if (file !== null) return this.#fileAt(file[1] ?? '', file[2]);
    const [source, address = ''] = expression.split(/:(.*)/s);
    if (source === 'self') return this.at(address);
    if (expression === 'sls:stage') return this.at('provider.stage') ?? 'dev';
    if (source === 'param') return this.at(`params.default.${address}`);
    if (source === 'opt' || source === 'env') return undefined;
    throw new Error(`serverless.yml: the variable \${${expression}} is not known to the sandbox.`);
  }

  #fileAt(path: string, address: string | undefined): unknown {
    const content = parseYaml(readFileSync(join(this.#root, path), 'utf8'));
    return address === undefined ? content : atPath(content, address);
  }
}

export const readServerlessFile = (root: string): ServerlessFile => new ServerlessFile(root);
