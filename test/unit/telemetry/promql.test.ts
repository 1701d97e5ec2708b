import { describe, expect, it } from 'vitest';
import {
  filled,
  growth,
  isSelector,
  labelledQuery,
  placeholdersOf,
  selectorOf,
} from '../../../functions/telemetry/domain/promql.ts';

describe('a placeholder', () => {
  it.each([
    ['within double quotes', 'a{v="{version}"}', 'a{v="v1.2"}'],
    ['within single quotes', "a{v='{version}'}", "a{v='v1.2'}"],
    ['of a pattern, literally', 'a{v=~"{version}|x"}', 'a{v=~"v1\\u005c.2|x"}'],
    ['of the bucket as a duration', 'rate(a[{bucket}])', 'rate(a[15s])'],
    ['but not the bucket within quotes', 'a{v="{bucket}"}', 'a{v="{bucket}"}'],
    ['but not outside of quotes', 'a{v={version}}', 'a{v={version}}'],
    ['but not within backticks', 'a{v=`{version}`}', 'a{v=`{version}`}'],
    ['but not in a comment', 'a # "{version}"', 'a # "{version}"'],
    ['but not one that the side does not have', 'a{v="{toString}"}', 'a{v="{toString}"}'],
  ])('is filled %s', (_, query, expected) => {
    expect(filled(query, { version: 'v1.2' }, 15)).toBe(expected);
  });

  it('cannot end the text that it stands in', () => {
    const version = '"} or vector(0) # \\ \n\'';

    const query = filled('a{v="{version}"}', { version }, 15);

    expect(query).toBe('a{v="\\u0022} or vector(0) # \\u005c \\u000a\\u0027"}');
  });

  it('is found with the place where it stands', () => {
    expect(placeholdersOf('a{v="{version}",w=`{side}`}[{bucket}]')).toEqual([
      { name: 'version', place: 'quoted' },
      { name: 'side', place: 'raw' },
      { name: 'bucket', place: 'bare' },
    ]);
  });
});

describe('a selector', () => {
  it.each([
    ['a name', 'requests_total', true],
    ['a name with matchers', 'requests_total{version="{version}",path=~"/a/{id}.*"}', true],
    ['matchers alone', '{__name__="requests_total"}', false],
    ['an expression', 'sum(requests_total)', false],
    ['two of them', 'a{b="c"} + d{e="f"}', false],
    ['a range', 'requests_total{a="b"}[5m]', false],
  ])('is %s: %s', (_, text, expected) => {
    expect(isSelector(text)).toBe(expected);
  });

  it.each([
    ['a', '_bucket', 'le="1"', 'a_bucket{le="1"}'],
    ['a{b="c",}', '_bucket', 'le="1"', 'a_bucket{b="c",le="1"}'],
    ['a{}', '_count', '', 'a_count'],
  ])('%s of another series is written anew', (selector, suffix, matcher, expected) => {
    expect(selectorOf(selector, suffix, matcher)).toBe(expected);
  });

  it('is asked for by the labels that it names', () => {
    expect(labelledQuery('a{version="{version}",code=~"5..",le!="x,y"}')).toEqual({
      query: 'count(last_over_time(a{version!="",code!="",le!=""}[1h]))',
      labels: ['version', 'code', 'le'],
    });
  });
});

describe('the growth of counters', () => {
  it('is the last value minus the one before the bucket, of each series', () => {
    expect(growth('a')).toBe(
      'sum((last_over_time(a[{bucket}]) - last_over_time(a[10m] offset {bucket})) >= 0 or last_over_time(a[{bucket}]))',
    );
  });
});
