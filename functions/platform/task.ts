import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { logger, metrics, tracer } from './observability.ts';
import { parse } from './parse.ts';

/** What a wired handler looks like to Lambda and to the sandbox. */
export type Handler<Result> = (event: unknown, context: Context) => Promise<Result>;

/** Sets no response, so that an error stays one. */
const publishMetrics = (): void => {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};

/**
 * The one middleware stack: logger context, tracer, metrics, parse, run. It has no `onError` that
 * sets a response, because a task that failed must fail. The tracer captures no response: answers
 * may hold what must not be stored.
 */
export const task = <Schema extends z.core.$ZodType, Result>(
  schema: Schema,
  run: (input: z.output<Schema>, context: Context) => Promise<Result>,
): Handler<Result> =>
  middy({ timeoutEarlyInMillis: 0 })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .after(publishMetrics)
    .onError(publishMetrics)
    .handler((event: unknown, context: Context) =>
      run(parse(schema, event, 'the input'), context),
    ) as unknown as Handler<Result>;
