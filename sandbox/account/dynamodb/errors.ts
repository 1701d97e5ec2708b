import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './values.ts';

const metadata = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 };

/**
 * DynamoDB's ValidationException, which the SDK has no class for. Some regions put "1 validation
 * error detected: " before some of these texts; here they stand bare.
 */
export const validation = (message: string): DynamoDBServiceException =>
  new DynamoDBServiceException({
    name: 'ValidationException',
    $fault: 'client',
    $metadata: metadata,
    message,
  });

export const serialization = (message: string): DynamoDBServiceException =>
  new DynamoDBServiceException({
    name: 'SerializationException',
    $fault: 'client',
    $metadata: metadata,
    message,
  });

export const isValidation = (error: unknown): error is DynamoDBServiceException =>
  error instanceof DynamoDBServiceException && error.name === 'ValidationException';

export const conditionalCheckFailed = (item: Item | undefined): ConditionalCheckFailedException =>
  new ConditionalCheckFailedException({
    $metadata: metadata,
    message: 'The conditional request failed',
    ...(item && { Item: item }),
  });

export const tableNotFound = (): ResourceNotFoundException =>
  new ResourceNotFoundException({ $metadata: metadata, message: 'Requested resource not found' });

export const transactionCanceled = (
  reasons: readonly CancellationReason[],
): TransactionCanceledException =>
  new TransactionCanceledException({
    $metadata: metadata,
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons
      .map(({ Code }) => Code)
      .join(', ')}]`,
    CancellationReasons: [...reasons],
  });

export const tokenMismatch = (): IdempotentParameterMismatchException =>
  new IdempotentParameterMismatchException({
    $metadata: metadata,
    message:
      'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used',
  });
