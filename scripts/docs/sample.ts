import { readDocument } from './region.ts';

/** The sample event as CI sends it: what EventBridge adds is left out. */
export const sampleEvent = async (): Promise<string> => {
  const event = JSON.parse(await readDocument('events/rollout/deploy-requested.json'));
  const { source, detail } = event;
  const sent = { source, 'detail-type': event['detail-type'], detail };
  return ['```json', JSON.stringify(sent, null, 2), '```'].join('\n');
};
