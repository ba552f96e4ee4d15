import { expect, it } from 'vitest';
import { junitXml } from './junit.ts';
import { context, sample } from './sample.ts';

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** A strict reader of the XML that a report can hold: elements, attributes, references, text. */
function parseXml(source: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let rest = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  if (/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(rest)) {
    throw new Error('A character that XML 1.0 forbids');
  }
  const token =
    /^(?:<(\/?)([\w-]+)((?:\s+[\w-]+="(?:[^<&"\n]|&(?:amp|lt|gt|quot|#\d+);)*")*)(\/?)>|((?:[^<&]|&(?:amp|lt|gt|quot|#\d+);)+))/;
  while (rest) {
    const match = token.exec(rest);
    if (!match) throw new Error(`Not XML: ${rest.slice(0, 80)}`);
    const [whole, close, name, attributes = '', empty, text] = match;
    rest = rest.slice(whole.length);
    const top = open[open.length - 1];
    if (text) {
      if (text.includes(']]>')) throw new Error(']]> in text');
      top.text += text;
    } else if (close) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
    } else {
      const pairs = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [
        key,
        value,
      ]);
      const attributesOf = Object.fromEntries(pairs);
      if (pairs.length !== Object.keys(attributesOf).length) throw new Error('An attribute twice');
      const element = { name, attributes: attributesOf, children: [], text: '' };
      top.children.push(element);
      if (!empty) open.push(element);
    }
  }
  if (open.length !== 1 || root.children.length !== 1)
    throw new Error('Not one root, or not closed');
  return root.children[0];
}

/** The common schema (Jenkins' junit-10.xsd), as far as elements, their order and attributes go. */
const schema: Record<string, { children: string[]; may: string[]; must: string[] }> = {
  testsuites: {
    children: ['testsuite'],
    must: [],
    may: ['name', 'time', 'tests', 'failures', 'disabled', 'errors'],
  },
  testsuite: {
    children: ['properties', 'testcase', 'system-out', 'system-err'],
    must: ['name', 'tests'],
    may: ['failures', 'errors', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package'],
  },
  properties: { children: ['property'], must: [], may: [] },
  property: { children: [], must: ['name', 'value'], may: [] },
  testcase: {
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    must: ['name'],
    may: ['assertions', 'time', 'classname', 'status'],
  },
  failure: { children: [], must: [], may: ['message', 'type'] },
  error: { children: [], must: [], may: ['message', 'type'] },
  skipped: { children: [], must: [], may: ['message', 'type'] },
};

function validate({ name, attributes, children }: Element): void {
  const rule = schema[name];
  expect(rule, `an element ${name}`).toBeDefined();
  const keys = Object.keys(attributes);
  expect(
    keys.filter(key => ![...rule.must, ...rule.may].includes(key)),
    name,
  ).toEqual([]);
  expect(
    rule.must.filter(key => !keys.includes(key)),
    name,
  ).toEqual([]);
  for (const key of ['tests', 'failures', 'errors', 'skipped']) {
    if (attributes[key]) expect(attributes[key]).toMatch(/^\d+$/);
  }
  if (attributes.time) expect(attributes.time).toMatch(/^\d+\.\d+$/);
  const places = children.map(child => rule.children.indexOf(child.name));
  expect(places, name).toEqual([...places].sort((a, b) => a - b));
  for (const child of children) validate(child);
}

const root = parseXml(junitXml(sample, context));
const casesOf = (suite: Element) => suite.children.filter(({ name }) => name === 'testcase');

it('follows the common schema, whatever students wrote', () => validate(root));

it('counts what it holds', () => {
  for (const suite of root.children) {
    const cases = casesOf(suite);
    const count = (kind: string) =>
      cases.filter(({ children }) => children.some(({ name }) => name === kind)).length;
    expect(suite.attributes, suite.attributes.name).toMatchObject({
      tests: String(cases.length),
      failures: String(count('failure')),
      errors: String(count('error')),
      skipped: String(count('skipped')),
    });
  }
  const tests = root.children.reduce((sum, { attributes }) => sum + Number(attributes.tests), 0);
  expect(root.attributes.tests).toBe(String(tests));
});

it('tells a wrong answer from an error of ours and from what was not handed in', () => {
  const outcomes = root.children.slice(0, 4).map(suite => {
    const kinds = casesOf(suite).flatMap(({ children }) => children.map(({ name }) => name));
    return [...new Set(kinds)].sort();
  });
  expect(outcomes).toEqual([['failure', 'skipped'], ['skipped'], ['failure'], ['error']]);
});

it('carries the points as properties', () => {
  const [properties] = root.children[0].children;
  expect(properties.children.map(({ attributes }) => attributes)).toEqual([
    { name: 'points', value: '4' },
    { name: 'maxPoints', value: '10' },
    { name: 'status', value: 'graded' },
  ]);
});
