import { region } from '../support/emulated-account.ts';
import type { Emulator } from '../support/emulators.ts';

const versions = { ec2: '2016-11-15', sqs: '2012-11-05' } as const;

/** Asks a service for which the project has no client, in the query protocol. Answers XML. */
export const query = async (
  { url }: Emulator,
  service: keyof typeof versions,
  parameters: Readonly<Record<string, string>>,
): Promise<string> => {
  const scope = `emulated/20260101/${region}/${service}/aws4_request`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    },
    body: new URLSearchParams({ Version: versions[service], ...parameters }),
  });
  const text = await answer.text();
  if (answer.ok) return text;
  throw new Error(`${service} ${parameters.Action} answered ${answer.status}: ${text}`);
};

/** The texts of all elements of a name. */
export const textsIn = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) =>
    text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
  );

export interface Queue {
  readonly url: string;
  readonly arn: string;
  /** The bodies of what is in it, up to ten. */
  readonly receive: () => Promise<readonly string[]>;
}

export const aQueue = async (emulator: Emulator, QueueName: string): Promise<Queue> => {
  // What was received once is not received again while the tests run.
  const hidden = { 'Attribute.1.Name': 'VisibilityTimeout', 'Attribute.1.Value': '3600' };
  const made = await query(emulator, 'sqs', { Action: 'CreateQueue', QueueName, ...hidden });
  const [url = ''] = textsIn(made, 'QueueUrl');
  return {
    url,
    arn: `arn:aws:sqs:${region}:123456789012:${QueueName}`,
    receive: async () => {
      const parameters = { Action: 'ReceiveMessage', QueueUrl: url, MaxNumberOfMessages: '10' };
      return textsIn(await query(emulator, 'sqs', { ...parameters, WaitTimeSeconds: '5' }), 'Body');
    },
  };
};
