import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { transactionCanceled } from './dynamodb/errors.ts';
import type { FaultError } from './faults.ts';

interface ExceptionShape {
  name: string;
  message: string;
  $fault: 'client' | 'server';
  $metadata: { httpStatusCode: number };
}

/** The class that all exceptions of the SDK extend; it belongs to a package the SDK brings along. */
const ServiceException = Object.getPrototypeOf(DynamoDBServiceException) as new (
  shape: ExceptionShape,
) => Error;

export const isServiceException = (error: unknown): boolean => error instanceof ServiceException;

const serviceError = (name: string, httpStatusCode: number, message: string): Error =>
  new ServiceException({
    name,
    message,
    $fault: httpStatusCode < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode },
  });

/** As the SDK's HTTP handler words it when `throwOnRequestTimeout` is set. */
export const timeoutError = (): Error =>
  Object.assign(new Error('Request has exceeded the configured requestTimeout'), {
    name: 'TimeoutError',
    $metadata: {},
  });

const internalErrorNames: Readonly<Record<string, string>> = {
  DynamoDB: 'InternalServerError',
  SNS: 'InternalErrorException',
  CloudWatch: 'InternalServiceFault',
  Lambda: 'ServiceException',
  ECS: 'ServerException',
  IAM: 'ServiceFailure',
  EventBridge: 'InternalException',
};

const expiredNames: Readonly<Record<string, string>> = {
  SNS: 'ExpiredToken',
  STS: 'ExpiredToken',
  IAM: 'ExpiredToken',
  CloudWatch: 'ExpiredToken',
  'Elastic Load Balancing v2': 'ExpiredToken',
};

const internalError = (service: string): Error =>
  serviceError(
    internalErrorNames[service] ?? 'InternalFailure',
    500,
    'We encountered an internal error. Please try again.',
  );

/** The error that a call meets by a fault. */
export const failureOf = (service: string, error: FaultError = 'internal'): Error => {
  switch (error) {
    case 'timeout':
      return timeoutError();
    case 'internal':
      return internalError(service);
    case 'denied':
      return accessDenied(service, 'this role', 'this action');
    case 'expired':
      return serviceError(
        expiredNames[service] ?? 'ExpiredTokenException',
        service === 'DynamoDB' ? 400 : 403,
        'The security token included in the request is expired',
      );
    case 'conflict':
      return service === 'DynamoDB'
        ? transactionCanceled([{ Code: 'TransactionConflict', Message: 'Transaction is ongoing' }])
        : internalError(service);
  }
};

const throttleNames: Readonly<Record<string, readonly [name: string, status: number]>> = {
  SNS: ['ThrottledException', 429],
  CloudWatch: ['Throttling', 400],
  IAM: ['Throttling', 400],
  STS: ['Throttling', 400],
  'Elastic Load Balancing v2': ['Throttling', 400],
  Lambda: ['TooManyRequestsException', 429],
};

export const throttleOf = (service: string): Error => {
  const [name, status] = throttleNames[service] ?? ['ThrottlingException', 400];
  const error = serviceError(name, status, 'Rate exceeded');
  return Object.assign(error, { $retryable: { throttling: true } });
};

const deniedNames: Readonly<Record<string, string>> = {
  SNS: 'AuthorizationErrorException',
  CloudWatch: 'AccessDenied',
  IAM: 'AccessDenied',
  STS: 'AccessDenied',
  'Elastic Load Balancing v2': 'AccessDenied',
};

export const accessDenied = (service: string, role: string, action: string): Error =>
  serviceError(
    deniedNames[service] ?? 'AccessDeniedException',
    service === 'DynamoDB' ? 400 : 403,
    `User: ${role} is not authorized to perform: ${action} because no identity-based policy allows the action`,
  );
