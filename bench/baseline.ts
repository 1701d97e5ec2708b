import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';

const logger = new Logger({ serviceName: 'baseline' });
const metrics = new Metrics({ namespace: 'baseline', serviceName: 'baseline' });
const tracer = new Tracer({ serviceName: 'baseline' });

const readAny = () => {
  const client = tracer.captureAWSv3Client(new DynamoDBClient({}));
  return client.send(new GetItemCommand({ TableName: 'any', Key: { pk: { S: 'any' } } }));
};

/**
 * What every function of this kind has to load: middy, Logger, Metrics, Tracer and the DynamoDB
 * client, without a schema library and without a purpose. Like the functions it makes its client
 * when it is first called. Import times are given as ratios to its.
 */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .use(captureLambdaHandler(tracer))
  .after(() => {
    metrics.publishStoredMetrics();
  })
  .handler(readAny);
