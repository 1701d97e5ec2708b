import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { fromAttributes } from '../functions/runs/attributes.ts';
import type { MessageKind, Severity } from '../functions/runs/domain/run.ts';
import type { CallRecord } from './account/call-log.ts';
import type { Published } from './account/sns.ts';
import type { Evidence, LiveEvent, Notification, Rehearsal, StateVisit } from './rehearsal.ts';

interface Visit {
  name: string;
  at: number;
  end: number | null;
}

/** What is written down while a rehearsal runs; times in virtual seconds. */
export interface Recording {
  readonly notifications: Notification[];
  readonly evidenceOf: Map<string, Evidence[]>;
  readonly visitsOf: Map<string, Visit[]>;
  readonly weights: { at: number; canary: number; by: string }[];
  readonly interventions: { at: number; what: string }[];
  readonly hearPublished: (message: Published) => Notification;
  readonly hearCall: (record: Readonly<CallRecord>) => void;
  readonly hearEntered: (arn: string, name: string) => void;
  readonly hearExited: (arn: string, name: string) => void;
  readonly hearWeights: (canary: number, others: number) => void;
  readonly hearHand: (who: string) => void;
  readonly note: (what: string) => void;
}

const changesWeights = /^(ModifyRule|ModifyListener|UpdateAlias)$/;

interface TransactInput {
  readonly TransactItems?: readonly {
    readonly Put?: { readonly Item?: Readonly<Record<string, AttributeValue>> };
  }[];
}

type StoredEvidence = Omit<Evidence, 'at'> & { readonly pk: string };

const evidenceIn = (input: unknown): { run: string; evidence: Omit<Evidence, 'at'> }[] =>
  ((input as TransactInput).TransactItems ?? []).flatMap(({ Put: put }) => {
    if (!put?.Item?.sk?.S?.startsWith('evidence#')) return [];
    const stored = fromAttributes(put.Item) as StoredEvidence;
    const { pk, weight, verdict, because, metrics, evidence } = stored;
    const seen = { weight, verdict, because, metrics, ...(evidence && { evidence }) };
    return [{ run: pk.slice('run#'.length), evidence: seen }];
  });

/** @param seconds the virtual time since the start. */
export const createRecording = (
  seconds: () => number,
  watch: (event: LiveEvent) => void,
): Recording => {
  const notifications: Notification[] = [];
  const evidenceOf = new Map<string, Evidence[]>();
  const visitsOf = new Map<string, Visit[]>();
  const weights: Rehearsal['weights'][number][] = [{ at: 0, canary: 0, by: '-' }];
  const interventions: Rehearsal['interventions'][number][] = [];
  let by = '-';
  const visits = (arn: string): Visit[] => {
    const known = visitsOf.get(arn) ?? [];
    visitsOf.set(arn, known);
    return known;
  };
  return {
    notifications,
    evidenceOf,
    visitsOf,
    weights,
    interventions,
    hearPublished: ({ subject = '', message, attributes }) => {
      const value = (name: string): string => attributes[name]?.StringValue ?? '';
      const notification: Notification = {
        at: seconds(),
        id: value('id'),
        kind: value('kind') as MessageKind,
        severity: value('severity') as Severity,
        subject,
        message,
      };
      notifications.push(notification);
      watch({ kind: 'notification', at: notification.at, notification });
      return notification;
    },
    hearCall: (record) => {
      if (changesWeights.test(record.action)) by = record.function;
      if (record.action !== 'TransactWriteItems' || record.error !== undefined) return;
      for (const { run, evidence } of evidenceIn(record.input)) {
        const seen: Evidence = { at: seconds(), ...evidence };
        evidenceOf.set(run, [...(evidenceOf.get(run) ?? []), seen]);
        watch({ kind: 'evidence', at: seen.at, evidence: seen });
      }
    },
    hearEntered: (arn, name) => {
      visits(arn).push({ name, at: seconds(), end: null });
      watch({ kind: 'state', at: seconds(), name });
    },
    hearExited: (arn, name) => {
      const visit = visits(arn).findLast((each) => each.name === name && each.end === null);
      if (visit) visit.end = seconds();
    },
    hearWeights: (canary, others) => {
      const last = weights.at(-1);
      if (last?.canary === canary && (last.others ?? 0) === others) return;
      const heard = { at: seconds(), canary, ...(others > 0 && { others }), by };
      weights.push(heard);
      watch({ kind: 'weights', ...heard });
    },
    hearHand: (who) => {
      by = who;
    },
    note: (what) => {
      interventions.push({ at: seconds(), what });
      watch({ kind: 'intervention', at: seconds(), what });
    },
  };
};

export const toVisits = (visits: readonly Visit[]): StateVisit[] =>
  visits.map(({ at, name, end }) => ({ at, name, end }));
