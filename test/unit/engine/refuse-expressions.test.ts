import { describe, expect, it } from 'vitest';
import { loadMachine } from '../../../sandbox/engine/load.ts';
import { aMachine } from '../../support/engine/a-machine.ts';
import { aPass, output, testRefusals } from './refusals.ts';

describe('loading a machine with other expressions', () => {
  testRefusals([
    ['an expression that does not parse', output('{% 1 + %}'), 'cannot be parsed'],
    ['an expression that does not end', output('{% 1'), 'must end with %}'],
    ['$eval', output('{% $eval("1") %}'), '$eval'],
    ['$eval by another name', output('{% ($f := $eval; $f("1")) %}'), '$eval'],
    ['an unknown function', output('{% $fetch("x") %}'), '$fetch'],
    ['$toMillis with a picture', output('{% $toMillis("12", "[H]") %}'), '$toMillis'],
    ['$$', output('{% $$.a %}'), "'$$'"],
    ['$ at the top level', output('{% $.a %}'), "'$'"],
    ['a name without a variable', output('{% phone %}'), "'phone'"],
    [
      'a name without a variable in a function',
      output('{% $map($states.input, function($x) { $x + b }) %}'),
      "'b'",
    ],
  ]);

  it.each([
    '$states.input.items[value > 3].{"n": name}',
    '$states.input.items^(>price).name',
    '$states.input.items{name: $sum(price)}',
    '$states.input ~> |items|{"n": name}|',
    '$states.input.items@$i.{"n": $i.name}',
    '$states.input.items[$ > 1].($ * 2)',
  ])('takes names that are read from an item: %s', (expression) => {
    expect(loadMachine(output(`{% ${expression} %}`))).toHaveProperty('StartAt', 'State');
  });

  it('names all mistakes at once', () => {
    const definition = aMachine({ A: aPass({ InputPath: '$', Result: 1 }) }, { Extra: 1 });

    expect(() => loadMachine(definition)).toThrow(/InputPath.*Result.*Extra/);
  });
});
