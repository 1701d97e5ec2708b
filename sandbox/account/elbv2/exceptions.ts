import {
  ElasticLoadBalancingV2ServiceException,
  ListenerNotFoundException,
  LoadBalancerNotFoundException,
  OperationNotPermittedException,
  RuleNotFoundException,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';

const $metadata = { httpStatusCode: 400 };

/** What the load balancing API answers to a malformed request; the SDK has no class for it. */
export const validationError = (message: string): ElasticLoadBalancingV2ServiceException =>
  new ElasticLoadBalancingV2ServiceException({
    name: 'ValidationError',
    $fault: 'client',
    message,
    $metadata,
  });

export const ruleNotFound = (arn: string): RuleNotFoundException =>
  new RuleNotFoundException({ message: `One or more rules not found: ${arn}`, $metadata });

export const listenerNotFound = (arn: string): ListenerNotFoundException =>
  new ListenerNotFoundException({ message: `One or more listeners not found: ${arn}`, $metadata });

export const loadBalancerNotFound = (arn: string): LoadBalancerNotFoundException =>
  new LoadBalancerNotFoundException({
    message: `One or more load balancers not found: ${arn}`,
    $metadata,
  });

export const targetGroupNotFound = (arn: string): TargetGroupNotFoundException =>
  new TargetGroupNotFoundException({
    message: `One or more target groups not found: ${arn}`,
    $metadata,
  });

export const notPermitted = (message: string): OperationNotPermittedException =>
  new OperationNotPermittedException({ message, $metadata });
