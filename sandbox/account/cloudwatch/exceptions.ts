import {
  CloudWatchServiceException,
  InvalidNextToken,
  InvalidParameterCombinationException,
  InvalidParameterValueException,
} from '@aws-sdk/client-cloudwatch';

const $metadata = { httpStatusCode: 400 };

/** What CloudWatch answers to a malformed request; the SDK has no class of its own for it. */
export const validationError = (message: string): CloudWatchServiceException =>
  new CloudWatchServiceException({ name: 'ValidationError', $fault: 'client', message, $metadata });

export const invalidValue = (message: string): InvalidParameterValueException =>
  new InvalidParameterValueException({ message, $metadata });

export const invalidCombination = (message: string): InvalidParameterCombinationException =>
  new InvalidParameterCombinationException({ message, $metadata });

export const invalidNextToken = (): InvalidNextToken =>
  new InvalidNextToken({ message: 'The next token specified is invalid.', $metadata });
