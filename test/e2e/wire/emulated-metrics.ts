import {
  type CloudWatchClient,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';

const minute = 60_000;

export const namespace = 'AWS/ApplicationELB';

const labelsOf = (side: string) => ({
  loadBalancer: 'app/shop/50dc6c495c0c9188',
  targetGroup: `targetgroup/checkout-${side}/73e2d6bc24d8a067`,
  cluster: 'shop',
  service: `checkout-${side}`,
  cpuUnits: '256',
  memoryMebibytes: '512',
});
export const sides = { stable: labelsOf('blue'), canary: labelsOf('green') };

const dimensionsOf = ({ loadBalancer, targetGroup }: ReturnType<typeof labelsOf>) => [
  { Name: 'LoadBalancer', Value: loadBalancer },
  { Name: 'TargetGroup', Value: targetGroup },
];

/**
 * Twenty minutes in which blue has 900 requests a minute and green 40, of 100 to 300 ms: just enough
 * for a quantile over the whole of them.
 */
export const publishTraffic = async (client: CloudWatchClient, since: number): Promise<void> => {
  for (let index = 0; index < 20; index += 1) {
    const Timestamp = new Date(since + index * minute);
    const MetricData = Object.values(sides).flatMap((labels, canary) => {
      const each = { Timestamp, Dimensions: dimensionsOf(labels) };
      const Counts = canary ? [24, 8, 8] : [540, 180, 180];
      const requests = canary ? 40 : 900;
      return [
        { ...each, MetricName: 'RequestCount', Value: requests },
        { ...each, MetricName: 'HTTPCode_Target_2XX_Count', Value: requests - canary },
        { ...each, MetricName: 'HTTPCode_Target_5XX_Count', Value: canary },
        { ...each, MetricName: 'TargetResponseTime', Values: [0.1, 0.2, 0.3], Counts },
      ];
    });
    await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
  }
};

/** An alarm that rings. */
export const makeAlarm = async (client: CloudWatchClient): Promise<void> => {
  const AlarmName = 'checkout-5xx';
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: namespace,
      MetricName: 'HTTPCode_Target_5XX_Count',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  await client.send(
    new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'it was tested' }),
  );
};
