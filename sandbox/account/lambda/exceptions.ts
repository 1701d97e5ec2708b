import {
  InvalidParameterValueException,
  PreconditionFailedException,
  ProvisionedConcurrencyConfigNotFoundException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';

export const notFound = (what: string): ResourceNotFoundException =>
  new ResourceNotFoundException({
    Type: 'User',
    message: what,
    $metadata: { httpStatusCode: 404 },
  });

export const invalidValue = (message: string): InvalidParameterValueException =>
  new InvalidParameterValueException({
    Type: 'User',
    message,
    $metadata: { httpStatusCode: 400 },
  });

export const preconditionFailed = (): PreconditionFailedException =>
  new PreconditionFailedException({
    Type: 'User',
    message:
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    $metadata: { httpStatusCode: 412 },
  });

export const noProvisionedConcurrency = (): ProvisionedConcurrencyConfigNotFoundException =>
  new ProvisionedConcurrencyConfigNotFoundException({
    Type: 'User',
    message: 'No Provisioned Concurrency Config found for this function',
    $metadata: { httpStatusCode: 404 },
  });
