import { validationError } from './exceptions.ts';

export type MathNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly MathNode[] }
  | { readonly kind: 'negation'; readonly operand: MathNode }
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly left: MathNode;
      readonly right: MathNode;
    }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly MathNode[] };

/** Operators that bind equally, from the loosest to the tightest. */
const precedence = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
] as const;

const token = /\s*(\d+\.?\d*(?:[eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_]*|<=|>=|==|!=|&&|\|\||\S)/y;

const tokensOf = (text: string): string[] => {
  const tokens: string[] = [];
  const trimmed = text.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) tokens.push(token.exec(trimmed)?.[1] ?? '');
  return tokens;
};

const isWord = (text: string | undefined): text is string =>
  text !== undefined && /^[A-Za-z_]/.test(text);

class Parser {
  readonly #tokens: readonly string[];
  readonly #text: string;
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  parse(): MathNode {
    const node = this.#operation(0);
    if (this.#next < this.#tokens.length) throw this.#mistake();
    return node;
  }

  #operation(level: number): MathNode {
    const operators: readonly string[] | undefined = precedence[level];
    if (operators === undefined) return this.#operand();
    let left = this.#operation(level + 1);
    for (;;) {
      const operator = this.#tokens[this.#next];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#next += 1;
      left = { kind: 'operation', operator, left, right: this.#operation(level + 1) };
    }
  }

  #operand(): MathNode {
    const first = this.#tokens[this.#next++];
    if (first === '-') return { kind: 'negation', operand: this.#operand() };
    if (first === '(') {
      const inner = this.#operation(0);
      this.#expect(')');
      return inner;
    }
    if (first === '[') return { kind: 'list', items: this.#items(']') };
    if (first !== undefined && /^\d/.test(first)) return { kind: 'number', value: Number(first) };
    if (!isWord(first)) throw this.#mistake();
    if (this.#tokens[this.#next] !== '(') return { kind: 'name', name: first };
    this.#next += 1;
    return { kind: 'call', name: first, arguments: this.#items(')') };
  }

  #items(end: string): MathNode[] {
    const items: MathNode[] = [];
    if (this.#tokens[this.#next] === end) {
      this.#next += 1;
      return items;
    }
    for (;;) {
      items.push(this.#operation(0));
      if (this.#tokens[this.#next] !== ',') break;
      this.#next += 1;
    }
    this.#expect(end);
    return items;
  }

  #expect(wanted: string): void {
    if (this.#tokens[this.#next] !== wanted) throw this.#mistake();
    this.#next += 1;
  }

  #mistake() {
    return validationError(`Error in expression: Invalid syntax in ${this.#text}`);
  }
}

const parsed = new Map<string, MathNode>();

/** @throws the SDK's ValidationError for an expression that is not well formed. */
export const parseMath = (text: string): MathNode => {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const node = new Parser(text).parse();
  parsed.set(text, node);
  return node;
};
