import type { LiveEvent, Rehearsal } from '../../sandbox/rehearsal.ts';

/** The events that a live view would have seen of a rehearsal, in order. */
export const liveEventsOf = (rehearsal: Rehearsal): LiveEvent[] => {
  const events: LiveEvent[] = [
    ...rehearsal.states.map(({ at, name }): LiveEvent => ({ kind: 'state', at, name })),
    ...rehearsal.weights.map((weight): LiveEvent => ({ kind: 'weights', ...weight })),
    ...rehearsal.evidence.map(
      (evidence): LiveEvent => ({ kind: 'evidence', at: evidence.at, evidence }),
    ),
    ...rehearsal.notifications.map(
      (notification): LiveEvent => ({ kind: 'notification', at: notification.at, notification }),
    ),
    ...rehearsal.interventions.map((each): LiveEvent => ({ kind: 'intervention', ...each })),
    { kind: 'end', at: rehearsal.virtualSeconds, outcome: rehearsal.outcome },
  ];
  return events.toSorted((a, b) => a.at - b.at);
};
