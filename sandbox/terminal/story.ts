import type { Evidence, LiveEvent, Notification, Rehearsal } from '../rehearsal.ts';
import { counted } from '../report/words.ts';
import type { Tone } from './screen.ts';

/** One thing that a person would want to know. */
export interface StoryLine {
  /** Virtual seconds since the start. */
  readonly at: number;
  /** What kind of thing it is, in one word. */
  readonly label: string;
  readonly tone: Tone;
  readonly text: string;
  /** Why, or what follows, in smaller print below. */
  readonly detail?: string;
}

const verdictTones = {
  pass: 'good',
  regress: 'bad',
  inconclusive: 'doubt',
  blind: 'dark',
} as const;
const severityTones = { info: 'strong', warning: 'doubt', critical: 'bad' } as const;

const verdictLine = ({ at, verdict, because }: Evidence): StoryLine => ({
  at,
  label: verdict,
  tone: verdictTones[verdict],
  text: because,
});

/** Changes when the verdict or its reason changes, and not with the numbers in the sentence. */
const meaningOf = ({ weight, verdict, because, metrics }: Evidence): string => {
  const notPassing = metrics
    .filter(({ verdict: said, decides }) => said === 'regress' || (decides && said !== 'pass'))
    .map((metric) => `${metric.metric} ${metric.verdict}`);
  const reason = metrics.length === 0 ? because.replace(/[\d.,]+/g, '#') : notPassing.join(', ');
  return `${weight} ${verdict} ${reason}`;
};

const firstOf = (text: string): string => text.split('\n').find((line) => line.trim() !== '') ?? '';

/** A subject is a headline and, after a dash, as much of the first sentence as fits. */
const messageLine = ({ at, severity, subject, message }: Notification): StoryLine => {
  const [headline = subject] = subject.split(' - ');
  const sentence = firstOf(message);
  return {
    at,
    label: severity === 'info' ? 'told' : `told ${severity === 'critical' ? '!!' : '!'}`,
    tone: severityTones[severity],
    text: headline,
    ...(sentence !== '' && sentence !== headline && { detail: sentence }),
  };
};

type Weights = Extract<LiveEvent, { kind: 'weights' }>;

const weightLine = ({ at, canary, others = 0, by }: Weights): StoryLine => {
  const stable = Math.round((100 - canary - others) * 10) / 10;
  const rest = others === 0 ? '' : `, others ${others} %`;
  const text = `canary ${canary} %, stable ${stable} %${rest} (${by})`;
  return { at, label: 'traffic', tone: 'traffic', text };
};

/** Folds what happens into lines; states and unchanged verdicts wait until something needs them. */
class Teller {
  readonly lines: StoryLine[] = [];
  readonly #visited = new Set<string>();
  #path: { at: number; names: string[] } | undefined;
  #unsaid: { evidence: Evidence; since: number } | undefined;
  #meaning = '';
  #shares = '0 0';

  tell(event: LiveEvent): void {
    switch (event.kind) {
      case 'state':
        this.#walk(event.at, event.name);
        break;
      case 'weights':
        this.#shift(event);
        break;
      case 'evidence':
        this.#weigh(event.evidence);
        break;
      case 'notification':
        this.#decide(messageLine(event.notification));
        break;
      case 'intervention':
        this.say({ at: event.at, label: 'person', tone: 'dark', text: event.what });
        break;
      case 'end':
        this.#lastVerdict();
    }
  }

  #shift(event: Weights): void {
    const shares = `${event.canary} ${event.others ?? 0}`;
    if (shares === this.#shares) return;
    this.#shares = shares;
    this.#decide(weightLine(event));
  }

  /** Only states seen for the first time are news; questions are answered by what follows. */
  #walk(at: number, name: string): void {
    if (this.#visited.has(name) || name.endsWith('?')) return;
    this.#visited.add(name);
    this.#path ??= { at, names: [] };
    this.#path.names.push(name);
  }

  #weigh(evidence: Evidence): void {
    const meaning = meaningOf(evidence);
    if (meaning === this.#meaning) {
      this.#unsaid = { evidence, since: (this.#unsaid?.since ?? 1) + 1 };
      return;
    }
    this.#meaning = meaning;
    this.#unsaid = undefined;
    this.say(verdictLine(evidence));
  }

  #decide(line: StoryLine): void {
    this.#lastVerdict();
    this.say(line);
  }

  #lastVerdict(): void {
    if (this.#unsaid === undefined) return;
    const { evidence, since } = this.#unsaid;
    this.#unsaid = undefined;
    const detail = `the same for ${counted(since, 'evaluation')}`;
    this.say({ ...verdictLine(evidence), detail });
  }

  say(line: StoryLine): void {
    this.closePath();
    this.lines.push(line);
  }

  closePath(): void {
    if (this.#path === undefined) return;
    const { at, names } = this.#path;
    this.#path = undefined;
    this.lines.push({ at, label: 'machine', tone: 'dim', text: names.join(' > ') });
  }
}

/**
 * Lines in order of time. Weights take effect a moment after the call that a message tells of: in the
 * same second, which is all that a reader sees, they stand before it.
 */
const inOrder = (lines: readonly StoryLine[]): StoryLine[] => {
  const sorted = lines.toSorted((a, b) => a.at - b.at);
  for (const [index, line] of sorted.entries()) {
    if (line.label !== 'traffic') continue;
    const second = Math.floor(line.at);
    const told = sorted.findIndex(
      ({ at, label }, before) =>
        before < index && Math.floor(at) === second && label.startsWith('told'),
    );
    if (told !== -1) sorted.splice(told, 0, ...sorted.splice(index, 1));
  }
  return sorted;
};

/** The story of a rehearsal, from what was seen while it ran, in the order in which it happened. */
export const storyOf = (
  events: readonly LiveEvent[],
  { regression }: Pick<Rehearsal, 'regression'>,
): StoryLine[] => {
  const teller = new Teller();
  let waiting = regression?.startsAt;
  for (const event of events) {
    if (waiting !== undefined && event.at >= waiting) {
      teller.say({ at: waiting, label: 'world', tone: 'doubt', text: 'the regression starts' });
      waiting = undefined;
    }
    teller.tell(event);
  }
  teller.closePath();
  return inOrder(teller.lines);
};
