import type { LessonResult, Results, TaskResult, TestResult } from '../results.ts';
import type { ReportContext } from './format.ts';
import { lessonMessage, publicMessage } from './redact.ts';

interface Suite {
  lines: string[];
  tests: number;
  failures: number;
  errors: number;
  seconds: number;
}

/**
 * JUnit XML by the schema that Jenkins checks (junit-10.xsd): a suite a submission and lesson, a case a
 * check. A `failure` is a wrong answer or a file that does not load, an `error` is ours; what was not
 * handed in is skipped. It names no time and no host, because the same class gives the same file.
 */
export function junitXml({ submissions }: Results, _context: ReportContext): string {
  const suites = submissions.flatMap(({ id, lessons }) => lessons.map(lesson => suite(id, lesson)));
  const sum = (key: 'tests' | 'failures' | 'errors' | 'seconds') =>
    suites.reduce((total, one) => total + one[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}" time="${sum('seconds').toFixed(3)}">`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(id: string, lesson: LessonResult): Suite {
  const name = `${id}.${lesson.lesson}`;
  const judged = lesson.tasks.flatMap(task => task.tests.map(test => ({ task, test })));
  const cases = judged.map(({ task, test }) => checkCase(name, task, test));
  if (lesson.status !== 'graded') cases.push(fileCase(name, lesson));
  const count = (status: TestResult['status']) =>
    judged.filter(({ test }) => test.status === status).length;
  const failures = count('failed') + Number(lesson.status === 'invalid');
  const errors = Number(lesson.status === 'broken');
  const skipped = count('skipped') + Number(lesson.status === 'missing');
  const seconds = lesson.tasks.reduce((total, task) => total + task.durationMs, 0) / 1000;
  const lines = [
    `  <testsuite name="${attribute(name)}" tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${seconds.toFixed(3)}">`,
    '    <properties>',
    `      <property name="points" value="${lesson.points}"/>`,
    `      <property name="maxPoints" value="${lesson.maxPoints}"/>`,
    `      <property name="status" value="${lesson.status}"/>`,
    '    </properties>',
    ...cases,
    '  </testsuite>',
  ];
  return { lines, tests: cases.length, failures, errors, seconds };
}

function checkCase(suiteName: string, task: TaskResult, test: TestResult): string {
  const seconds = task.durationMs / 1000 / Math.max(1, task.tests.length);
  const message = publicMessage(test);
  const skipped = test.status === 'skipped' ? `<skipped message="${attribute(message)}"/>` : '';
  const type = test.misconception ?? 'AssertionError';
  const failure = `<failure message="${attribute(message.split('\n')[0])}" type="${attribute(type)}">${text(message)}</failure>`;
  const outcome = test.status === 'failed' ? failure : skipped;
  return testCase(`${suiteName}.${task.task}`, test.name, seconds, outcome);
}

function fileCase(suiteName: string, lesson: LessonResult): string {
  const message = attribute(lessonMessage(lesson));
  if (lesson.status === 'missing') {
    return testCase(suiteName, 'the file is there', 0, `<skipped message="${message}"/>`);
  }
  const kind = lesson.status === 'broken' ? 'error' : 'failure';
  const outcome = `<${kind} message="${message}" type="${lesson.status}"/>`;
  return testCase(suiteName, 'the file can be judged', 0, outcome);
}

function testCase(className: string, name: string, seconds: number, outcome: string): string {
  const opening = `    <testcase classname="${attribute(className)}" name="${attribute(name)}" time="${seconds.toFixed(3)}"`;
  return outcome ? `${opening}>${outcome}</testcase>` : `${opening}/>`;
}

/** XML 1.0 has no place for most control characters, not even escaped. */
function legal(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '�');
}

function text(value: string): string {
  return legal(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function attribute(value: string): string {
  return text(value)
    .replace(/"/g, '&quot;')
    .replace(/[\r\n\t]/g, space => `&#${space.charCodeAt(0)};`);
}
