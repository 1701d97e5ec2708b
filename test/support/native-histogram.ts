/** The few words of protobuf that Prometheus needs to take a native histogram from a scrape. */
const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
};

const zigzag = (value: number): number[] => varint(value < 0 ? -2 * value - 1 : 2 * value);

const whole = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const signed = (field: number, value: number): number[] => [...varint(field * 8), ...zigzag(value)];
const double = (field: number, value: number): number[] => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return [...varint(field * 8 + 1), ...bytes];
};
const nested = (field: number, bytes: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
];
const text = (field: number, value: string): number[] => nested(field, [...Buffer.from(value)]);

export const nativeContentType =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

const span = (offset: number, length: number): number[] => [
  ...signed(1, offset),
  ...whole(2, length),
];

/**
 * A histogram with buckets that double: `fast` observations in (1/16, 1/8] s and `slow` ones in
 * (1/2, 1] s.
 */
export const nativeHistogram = (
  name: string,
  version: string,
  { fast, slow }: { readonly fast: number; readonly slow: number },
): Buffer => {
  const histogram = [
    ...whole(1, fast + slow),
    ...double(2, fast * 0.1 + slow * 0.75),
    ...signed(5, 0),
    ...double(6, 1e-6),
    ...whole(7, 0),
    ...nested(12, span(-3, 1)),
    ...nested(12, span(2, 1)),
    ...signed(13, fast),
    ...signed(13, slow - fast),
  ];
  const label = [...text(1, 'version'), ...text(2, version)];
  const metric = [...nested(1, label), ...nested(7, histogram)];
  const family = [...text(1, name), ...text(2, 'Seconds.'), ...whole(3, 4), ...nested(4, metric)];
  return Buffer.from([...varint(family.length), ...family]);
};
