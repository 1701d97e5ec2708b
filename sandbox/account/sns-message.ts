import {
  InvalidParameterException,
  InvalidParameterValueException,
  type MessageAttributeValue,
  type PublishCommandInput,
} from '@aws-sdk/client-sns';

const metadata = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 };
const largestMessageBytes = 256 * 1024;

/** ASCII without line breaks or control characters, beginning with something visible. */
const subject = /^[\x21-\x7e][\x20-\x7e]{0,99}$/;
const attributeName = /^(?!aws\.|amazon\.|\.)(?!.*\.$)(?!.*\.\.)[\w.-]{1,256}$/i;

export const invalidParameter = (message: string): InvalidParameterException =>
  new InvalidParameterException({
    $metadata: metadata,
    message: `Invalid parameter: ${message}`,
  });

const invalidValue = (message: string) =>
  new InvalidParameterValueException({ $metadata: metadata, message });

const checkAttribute = (name: string, value: MessageAttributeValue): void => {
  if (!attributeName.test(name))
    throw invalidValue(`The message attribute name '${name}' is not allowed.`);
  const type = value.DataType ?? '';
  const [prefix] = type.split('.');
  if (prefix !== 'String' && prefix !== 'Number' && prefix !== 'Binary')
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const content = prefix === 'Binary' ? value.BinaryValue : value.StringValue;
  if (content === undefined || content.length === 0)
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  if (prefix === 'Number' && !Number.isFinite(Number(content)))
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`);
};

const attributeBytes = (name: string, value: MessageAttributeValue): number =>
  Buffer.byteLength(name) +
  Buffer.byteLength(value.DataType ?? '') +
  Buffer.byteLength(value.StringValue ?? '') +
  (value.BinaryValue?.length ?? 0);

/** @throws what SNS throws for a message that it does not accept. */
export const checkMessage = (input: PublishCommandInput): void => {
  const { Message, Subject, MessageAttributes = {} } = input;
  if (!Message) throw invalidParameter('Empty message');
  if (Subject !== undefined && !subject.test(Subject)) throw invalidParameter('Subject');
  const attributes = Object.entries(MessageAttributes);
  for (const [name, value] of attributes) checkAttribute(name, value);
  const bytes = attributes.reduce(
    (sum, [name, value]) => sum + attributeBytes(name, value),
    Buffer.byteLength(Message),
  );
  if (bytes > largestMessageBytes) throw invalidParameter('Message too long');
};
